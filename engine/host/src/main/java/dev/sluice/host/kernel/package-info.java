/// Kernels as hosts open them: by a name, types of records and settings in words, on arrays of their own.
///
/// A form says which arrays a kernel takes and how words bind it; [KernelCatalogue] knows all of them. Settings are the
/// options of the plugins that use the kernel, so that a host writes what the command line takes. A test lists kernels
/// that have no form.
package dev.sluice.host.kernel;
