/// Storage folders of strax: a folder for each type of data of a run, with a file for each chunk and one of metadata.
package dev.sluice.formats.strax;
