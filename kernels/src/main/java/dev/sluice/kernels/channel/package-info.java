/// A value for every channel: polarities, thresholds, ranges, the last baselines, and the map of boards.
///
/// All but [dev.sluice.kernels.channel.ChannelBaselines], which a stream carries from chunk to chunk, are immutable
/// and safe from any thread. A channel is a number, alone or on a board ([dev.sluice.kernels.channel.ChannelKey]). Each
/// value reads what a user writes, `15,3:20.5,1:3:7`: a value for all channels, then those that differ; what is
/// refused is quoted with a remedy. Kernels know channels but no boards: a value that differs by board is refused when
/// the kernel is built.
package dev.sluice.kernels.channel;
