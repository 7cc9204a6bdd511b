/// Columns gathered from records, which all formats of tables share.
package dev.sluice.columnar.column;
