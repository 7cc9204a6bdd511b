/// Records as JSON, an object on each line.
package dev.sluice.formats.json;
