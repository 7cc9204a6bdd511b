/// Parts of records: the records that fulfil a condition, the fields that are wanted, and types joined column by
/// column.
package dev.sluice.selection;
