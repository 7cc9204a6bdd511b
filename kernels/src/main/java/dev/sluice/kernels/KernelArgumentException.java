package dev.sluice.kernels;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A kernel refuses the value of a parameter: names it, with the value and what is allowed.
///
/// Immutable, safe from any thread. The message is `what: name=value …; limits`. A caller whose users set parameters by
/// other names, as options, gets the same message in those by [#renamed].
public final class KernelArgumentException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;
    private static final Pattern REFERENCE = Pattern.compile("\\{([a-zA-Z]+)\\}");

    private final transient String limits;
    private final transient String what;
    private final transient List<Parameter> parameters;

    /// A parameter and its value.
    ///
    /// @param name  as the method is called that sets it, or the argument
    /// @param value what was given
    public record Parameter(String name, Object value) {}

    private KernelArgumentException(
            String what, String limits, List<Parameter> parameters, UnaryOperator<String> names, Throwable cause) {
        super(message(what, limits, parameters, names), cause);
        this.what = what;
        this.limits = limits;
        this.parameters = parameters;
    }

    /// The refusal of a parameter: `what` is wrong with it, and the `limits` or the remedy, in which `{name}` stands
    /// for a parameter of that name.
    public static KernelArgumentException of(String what, String limits, String name, Object value) {
        return of(what, limits, new Parameter(name, value));
    }

    /// The refusal of several parameters together.
    public static KernelArgumentException of(String what, String limits, Parameter... parameters) {
        return new KernelArgumentException(what, limits, List.of(parameters), UnaryOperator.identity(), null);
    }

    /// The refusal of a parameter outside of its range, both of whose limits are allowed.
    public static KernelArgumentException outside(String name, Object value, Object least, Object most, String unit) {
        String limits = "give " + least + " to " + most + (unit.isEmpty() ? "" : " " + unit);
        return of(name + " out of range", limits, name, value);
    }

    /// The parameters that are refused, with their values.
    public List<Parameter> parameters() {
        return parameters;
    }

    /// What is allowed, or the remedy.
    public String limits() {
        return named(limits, UnaryOperator.identity());
    }

    /// The same refusal in other names for the parameters; this one is its cause.
    public KernelArgumentException renamed(UnaryOperator<String> names) {
        return new KernelArgumentException(what, limits, parameters, names, this);
    }

    private static String message(String what, String limits, List<Parameter> parameters, UnaryOperator<String> names) {
        String values = parameters.stream()
                .map(parameter -> names.apply(parameter.name()) + "=" + parameter.value())
                .collect(Collectors.joining(" "));
        return named(what, names) + ": " + values + "; " + named(limits, names);
    }

    private static String named(String text, UnaryOperator<String> names) {
        return REFERENCE
                .matcher(text)
                .replaceAll(reference -> Matcher.quoteReplacement(names.apply(reference.group(1))));
    }
}
