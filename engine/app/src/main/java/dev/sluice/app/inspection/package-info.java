/// What is in an input, as text and as JSON.
package dev.sluice.app.inspection;
