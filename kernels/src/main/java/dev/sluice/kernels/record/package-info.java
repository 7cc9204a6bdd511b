/// The records of strax: from raw records to records, links between the fragments of a pulse, cuts.
///
/// [dev.sluice.kernels.record.RecordsKernel] makes records of raw ones, in one pass where the steps of
/// [dev.sluice.kernels.record.RecordOperations] take several. [dev.sluice.kernels.record.RecordLinks] finds the
/// fragment before and after each record; [dev.sluice.kernels.record.CutOutsideHitsKernel] and
/// [dev.sluice.kernels.record.CutBaselineKernel] zero samples away from hits. The layout of both kinds is
/// [dev.sluice.kernels.FragmentLayout]; where strax is known to be wrong, [dev.sluice.kernels.Compatibility] chooses.
package dev.sluice.kernels.record;
