/// Sources of records that lie in files by columns: what is the same whatever the format.
package dev.sluice.columnar.table;
