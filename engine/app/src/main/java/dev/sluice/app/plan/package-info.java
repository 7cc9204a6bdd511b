/// Plans as text, JSON, Mermaid and SVG.
package dev.sluice.app.plan;
