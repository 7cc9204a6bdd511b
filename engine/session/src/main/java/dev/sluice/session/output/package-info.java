/// Where the records of targets go: files, text, or statistics of their fields.
package dev.sluice.session.output;
