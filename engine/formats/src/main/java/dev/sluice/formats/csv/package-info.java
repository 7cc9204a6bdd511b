/// Records as comma-separated text, for people and spreadsheets.
package dev.sluice.formats.csv;
