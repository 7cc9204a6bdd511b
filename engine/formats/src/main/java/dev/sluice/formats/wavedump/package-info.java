/// CAEN WaveDump binary runs: one file per channel, each event a header of six words and its samples.
///
/// The layout of the files and the sampling periods are those of WaveDump's own sources (3.10.0, `WaveDump.c`:
/// functions `WriteOutputFiles`, `WriteOutputFilesx742`, `GetMoreBoardInfo`; `WDconfig.c`: function `ParseConfigFile`).
package dev.sluice.formats.wavedump;
