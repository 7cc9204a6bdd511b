/// What the built-in plugins share: channels and their settings, headers of results, notes on values that are missing.
package dev.sluice.analysis;
