/// The plugins that come with the engine: thin, they bind options to kernels.
package dev.sluice.plugins;
