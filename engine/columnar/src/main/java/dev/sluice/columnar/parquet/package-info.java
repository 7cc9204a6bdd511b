/// Parquet files, written from records.
package dev.sluice.columnar.parquet;
