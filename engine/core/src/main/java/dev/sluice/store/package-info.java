/// Where data come from and where they are kept: lineage and its hash, and what a store of results must do.
package dev.sluice.store;
