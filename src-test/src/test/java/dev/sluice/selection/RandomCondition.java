package dev.sluice.selection;

import java.math.BigDecimal;
import java.util.Random;

/// Random conditions over the fields [#FIELDS], each spelled for the filter and for numpy, with a plain evaluator that
/// keeps exact decimals. The numbers are small, so that float64 arithmetic on them is exact.
final class RandomCondition {
    static final String[] FIELDS = {"a", "b", "c", "d", "e"};
    static final String[] TYPES = {"<i8", "<u2", "<f4", "|i1", "<u8"};

    /// Field `c` counts quarters, so that it holds fractions which every float keeps.
    private static final BigDecimal FOUR = BigDecimal.valueOf(4);

    private static final String[] RELATIONS = {"<", "<=", "==", "!=", ">=", ">"};

    /// A number as both spell it, and its value for a row of field values.
    record Number(String ours, String numpy, Value value) {}

    /// A condition as both spell it, and whether a row fulfils it.
    record Condition(String ours, String numpy, Test test) {}

    interface Value {
        BigDecimal of(long[] row);
    }

    interface Test {
        boolean of(long[] row);
    }

    private final Random random;

    RandomCondition(long seed) {
        this.random = new Random(seed);
    }

    Condition next(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return random.nextInt(4) == 0 ? membership() : comparison(depth);
        }
        return switch (random.nextInt(3)) {
            case 0 -> negation(next(depth - 1));
            case 1 -> both(next(depth - 1), next(depth - 1), pick("&&", "and", "&"));
            default -> either(next(depth - 1), next(depth - 1), pick("||", "or", "|"));
        };
    }

    private Condition negation(Condition a) {
        String ours = "(" + pick("not ", "!", "~") + "(" + a.ours + "))";
        return new Condition(ours, "numpy.logical_not(" + a.numpy + ")", row -> !a.test.of(row));
    }

    private static Condition both(Condition a, Condition b, String operator) {
        String ours = "(" + a.ours + " " + operator + " " + b.ours + ")";
        return new Condition(ours, "(" + a.numpy + " & " + b.numpy + ")", row -> a.test.of(row) && b.test.of(row));
    }

    private static Condition either(Condition a, Condition b, String operator) {
        String ours = "(" + a.ours + " " + operator + " " + b.ours + ")";
        return new Condition(ours, "(" + a.numpy + " | " + b.numpy + ")", row -> a.test.of(row) || b.test.of(row));
    }

    private Condition comparison(int depth) {
        Number a = number(depth);
        Number b = number(depth);
        String relation = pick(RELATIONS);
        return new Condition(
                "(" + a.ours + " " + relation + " " + b.ours + ")",
                "(" + a.numpy + " " + relation + " " + b.numpy + ")",
                row -> holds(relation, a.value.of(row).compareTo(b.value.of(row))));
    }

    private Condition membership() {
        Number a = number(1);
        boolean wanted = random.nextBoolean();
        StringBuilder list = new StringBuilder();
        BigDecimal[] values = new BigDecimal[1 + random.nextInt(5)];
        for (int i = 0; i < values.length; i++) {
            values[i] = literal();
            list.append(i == 0 ? "" : ", ").append(values[i].toPlainString());
        }
        String numpy = "numpy.isin(" + a.numpy + ", [" + list + "])";
        Test test = row -> {
            boolean found = false;
            for (BigDecimal value : values) {
                found |= value.compareTo(a.value.of(row)) == 0;
            }
            return found == wanted;
        };
        String ours = "(" + a.ours + (wanted ? " in (" : " not in (") + list + "))";
        return new Condition(ours, wanted ? numpy : "numpy.logical_not(" + numpy + ")", test);
    }

    private Number number(int depth) {
        int kind = depth == 0 ? random.nextInt(2) : random.nextInt(5);
        if (kind == 0) {
            BigDecimal literal = literal();
            return new Number(literal.toPlainString(), literal.toPlainString(), row -> literal);
        }
        if (kind < 3) {
            int field = random.nextInt(FIELDS.length);
            return new Number(
                    FIELDS[field],
                    "r['" + FIELDS[field] + "']",
                    row -> BigDecimal.valueOf(row[field]).divide(field == 2 ? FOUR : BigDecimal.ONE));
        }
        return kind == 3 ? absolute(number(depth - 1)) : arithmetic(number(depth - 1), number(depth - 1));
    }

    private static Number absolute(Number a) {
        return new Number(
                "abs(" + a.ours + ")",
                "abs(" + a.numpy + ")",
                row -> a.value.of(row).abs());
    }

    private Number arithmetic(Number a, Number b) {
        String operator = pick("+", "-", "*");
        Value value = row -> switch (operator) {
            case "+" -> a.value.of(row).add(b.value.of(row));
            case "-" -> a.value.of(row).subtract(b.value.of(row));
            default -> a.value.of(row).multiply(b.value.of(row));
        };
        return new Number(
                "(" + a.ours + " " + operator + " " + b.ours + ")",
                "(" + a.numpy + " " + operator + " " + b.numpy + ")",
                value);
    }

    /// An integer, or halves.
    private BigDecimal literal() {
        BigDecimal integer = BigDecimal.valueOf(random.nextInt(21) - 10);
        return random.nextInt(3) == 0 ? integer.add(new BigDecimal("0.5")) : integer;
    }

    private static boolean holds(String relation, int order) {
        return switch (relation) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case ">=" -> order >= 0;
            default -> order > 0;
        };
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
