package dev.sluice.context;

import java.util.List;

/// A plugin in a plan. Immutable.
///
/// @param name      the plugin
/// @param version   the version of its algorithm
/// @param stage     the number of the stage that it is computed in, from 0
/// @param dependsOn the types of data that it takes; none if it reads or makes them
/// @param provides  the types of data that it gives
public record PlannedPlugin(
        String name, String version, int stage, List<String> dependsOn, List<PlannedType> provides) {
    /// Copies the lists.
    public PlannedPlugin {
        dependsOn = List.copyOf(dependsOn);
        provides = List.copyOf(provides);
    }

    /// Whether it provides a type of data.
    public boolean gives(String dataType) {
        return provides.stream().anyMatch(type -> type.dataType().equals(dataType));
    }
}
