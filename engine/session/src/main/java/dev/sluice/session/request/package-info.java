/// What is asked for, in words: options by the names of the command line, their values, and how they are read.
package dev.sluice.session.request;
