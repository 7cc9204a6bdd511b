/// Fixed-layout records off the heap: a record type is a numpy structured dtype, records are a segment, a type and a
/// count. Nothing here creates a Java object per record, and nothing below it but the JDK.
package dev.sluice.record;
