/// What readers and publishers of streams are handed: [dev.sluice.stream.ChunkStream], [dev.sluice.stream.LiveInput],
/// [dev.sluice.stream.Tap], settings, policies, summaries and failures. Values and interfaces; the engine is above.
package dev.sluice.stream;
