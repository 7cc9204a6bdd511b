package dev.sluice.record.python;

import java.util.List;

/// A Python tuple inside a parsed literal. Immutable; safe from any thread.
///
/// @param items the items, each as [PythonLiteral] represents it
public record PythonTuple(List<Object> items) {
    /// Takes a copy of the items.
    public PythonTuple {
        items = List.copyOf(items);
    }
}
