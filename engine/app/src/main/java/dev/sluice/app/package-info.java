/// The command line: where it is started, and what is made of it for those who pack it.
package dev.sluice.app;
