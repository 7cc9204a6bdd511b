/// How results are shown: tables of text and a page of HTML.
package dev.sluice.benchmarks.report;
