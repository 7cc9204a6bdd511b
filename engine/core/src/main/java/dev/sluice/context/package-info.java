/// Contexts: plugins registered by name, options, and the streams that a run is asked for.
package dev.sluice.context;
