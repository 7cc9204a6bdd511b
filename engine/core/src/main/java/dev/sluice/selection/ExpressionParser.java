package dev.sluice.selection;

import dev.sluice.record.RecordType;
import dev.sluice.selection.Operand.OfArray;
import dev.sluice.selection.Operand.OfReal;
import dev.sluice.selection.Operand.OfText;
import dev.sluice.selection.Operand.OfTruth;
import dev.sluice.selection.Operand.OfWhole;
import dev.sluice.selection.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Parses an expression by recursive descent, one method per strength of operator, and builds it on the way. For one
/// expression.
final class ExpressionParser {
    /// Enough for any condition that a person writes, little enough for the stack of any thread.
    private static final int DEEPEST = 100;

    private static final int MOST_OPERATORS = 1000;
    private static final String OPERAND = "a field, a number, a text in quotes or a parenthesis";

    private final SourceText source;
    private final RecordType type;
    private final List<Token> tokens;
    private final FieldOperands fields;
    private int at;
    private int depth;
    private int operators;

    ExpressionParser(SourceText source, RecordType type) {
        this.source = source;
        this.type = type;
        this.tokens = Tokens.of(source);
        this.fields = new FieldOperands(source, type);
    }

    FieldOperands fields() {
        return fields;
    }

    BooleanExpr parse() {
        Operand whole = any();
        if (peek().kind() != Kind.END) {
            throw unexpected(peek(), "an operator or the end of the condition");
        }
        return Logic.truth(source, whole);
    }

    private Operand any() {
        List<Operand> parts = new ArrayList<>(List.of(all()));
        while (accept("||", "or") != null) {
            parts.add(all());
        }
        return parts.size() == 1 ? parts.get(0) : Logic.any(source, parts);
    }

    private Operand all() {
        List<Operand> parts = new ArrayList<>(List.of(negation()));
        while (accept("&&", "and") != null) {
            parts.add(negation());
        }
        return parts.size() == 1 ? parts.get(0) : Logic.all(source, parts);
    }

    private Operand negation() {
        Token not = accept("not");
        if (not == null) {
            return comparison();
        }
        enter(not);
        Operand negated = Logic.not(source, not, negation());
        depth--;
        return negated;
    }

    private Operand comparison() {
        Operand left = bits();
        Operand compared = left;
        Token operator = accept("<", "<=", "==", "!=", ">=", ">");
        if (operator != null) {
            Operand right = bits();
            refuseChain(left.span().to(right.span()));
            compared = Comparisons.of(source, operator, left, right);
        } else if (peek().is("in") || peek().is("not") && tokens.get(at + 1).is("in")) {
            boolean wanted = accept("not") == null;
            expect("in");
            List<Operand> list = list();
            compared = InList.of(source, left.span().to(tokens.get(at - 1).span()), wanted, left, list);
            refuseChain(compared.span());
        }
        return compared;
    }

    private void refuseChain(SourceSpan before) {
        Token next = peek();
        if (next.kind() == Kind.SYMBOL && Relation.OPERATORS.containsKey(next.text()) || next.is("in")) {
            throw Logic.chained(source, next, before);
        }
    }

    private Operand bits() {
        Operand left = masks();
        for (Token operator = accept("|"); operator != null; operator = accept("|")) {
            left = Logic.tight(source, operator, left, masks());
        }
        return left;
    }

    private Operand masks() {
        Operand left = sum();
        for (Token operator = accept("&"); operator != null; operator = accept("&")) {
            left = Logic.tight(source, operator, left, sum());
        }
        return left;
    }

    private Operand sum() {
        Operand left = product();
        for (Token operator = accept("+", "-"); operator != null; operator = accept("+", "-")) {
            left = Arithmetic.binary(source, operator, left, product());
        }
        return left;
    }

    private Operand product() {
        Operand left = unary();
        for (Token operator = accept("*", "/", "%"); operator != null; operator = accept("*", "/", "%")) {
            left = Arithmetic.binary(source, operator, left, unary());
        }
        return left;
    }

    private Operand unary() {
        Token sign = accept("-", "+", "~", "!");
        if (sign == null) {
            return primary();
        }
        enter(sign);
        Operand operand = unary();
        depth--;
        return switch (sign.text()) {
            case "-" -> Arithmetic.negated(source, sign, operand);
            case "~" -> Logic.tilde(source, sign, operand);
            case "!" -> Logic.not(source, sign, operand);
            default -> {
                Arithmetic.requireNumber(source, sign, operand);
                yield operand;
            }
        };
    }

    private Operand primary() {
        Token token = next();
        return switch (token.kind()) {
            case INTEGER -> integer(token);
            case REAL -> OfReal.constant(token.span(), Double.parseDouble(digits(token)), Decimals.of(digits(token)));
            case TEXT -> new OfText(token.span(), token.text());
            case QUOTED_NAME -> indexed(fields.named(token));
            case NAME -> name(token);
            default -> {
                if (!token.is("(")) {
                    throw unexpected(token, OPERAND);
                }
                enter(token);
                Operand inside = any();
                depth--;
                expect(")");
                yield inside;
            }
        };
    }

    private Operand name(Token name) {
        if (peek().is("(")) {
            Functions.requireKnown(source, name);
            enter(next());
            Operand argument = any();
            depth--;
            SourceSpan span = name.span().to(expect(")").span());
            return Functions.apply(source, type, name, span, argument);
        }
        if (!type.has(name.text())) {
            switch (name.text()) {
                case "true", "True":
                    return new OfTruth(name.span(), "the condition true", (records, index) -> true);
                case "false", "False":
                    return new OfTruth(name.span(), "the condition false", (records, index) -> false);
                case "and", "or", "not", "in":
                    throw unexpected(name, OPERAND);
                default:
            }
        }
        return indexed(fields.named(name));
    }

    /// `wave[3]`, `wave[-1]`, `grid[1,2]`, or the part `wave[40:90]`, cut to the array as Python cuts it.
    private Operand indexed(Operand named) {
        Token bracket = accept("[");
        if (bracket == null) {
            return named;
        }
        if (!(named instanceof OfArray array)) {
            throw source.error(bracket.span(), named.what() + " has one value and takes no index; leave out [...]");
        }
        enter(bracket);
        Operand taken = taken(array, bracket);
        depth--;
        return taken;
    }

    private Operand taken(OfArray array, Token bracket) {
        List<Long> indices = new ArrayList<>();
        List<SourceSpan> places = new ArrayList<>();
        do {
            int start = at;
            Long index = peek().is(":") ? null : index();
            if (accept(":") != null) {
                return part(array, bracket, index == null ? 0 : index);
            }
            indices.add(index);
            places.add(tokens.get(start).span().to(tokens.get(at - 1).span()));
        } while (accept(",") != null);
        SourceSpan span = array.span().to(expect("]").span());
        return fields.element(span, array, indices, places);
    }

    private Operand part(OfArray array, Token bracket, long from) {
        int size = array.field().elements();
        long to = peek().is("]") ? size : index();
        SourceSpan span = array.span().to(expect("]").span());
        if (array.field().shape().size() != 1 || array.from() != 0 || array.to() != size) {
            throw source.error(
                    bracket.span().to(span), array.what() + " has several dimensions and no parts; name one element");
        }
        int first = clamped(from, size);
        return new OfArray(span, array.field(), first, Math.max(first, clamped(to, size)));
    }

    private static int clamped(long index, int size) {
        return (int) Math.max(0, Math.min(size, index < 0 ? index + size : index));
    }

    private long index() {
        Operand index = sum();
        if (index instanceof OfWhole whole && whole.constant() && !whole.unsigned()) {
            return whole.value().value(null, 0);
        }
        throw source.error(
                index.span(), "an index is a constant integer, but this is " + index.what() + "; write a number");
    }

    private List<Operand> list() {
        Token open = accept("(", "[");
        if (open == null) {
            throw unexpected(peek(), "a list in parentheses, such as (1, 2)");
        }
        String close = open.is("(") ? ")" : "]";
        List<Operand> list = new ArrayList<>();
        while (accept(close) == null) {
            list.add(sum());
            if (!peek().is(close)) {
                expect(",");
            }
        }
        if (list.isEmpty()) {
            throw source.error(open.span(), "the list after 'in' is empty; nothing is in it");
        }
        return list;
    }

    private Operand integer(Token token) {
        String digits = digits(token);
        boolean hexadecimal = digits.length() > 1 && Character.toLowerCase(digits.charAt(1)) == 'x';
        BigInteger value = hexadecimal ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
        if (value.bitLength() > Long.SIZE) {
            throw source.error(
                    token.span(), "the integer is above 18446744073709551615, the greatest <u8; write it as a float");
        }
        return OfWhole.constant(token.span(), value.bitLength() == Long.SIZE, value.longValue());
    }

    private static String digits(Token token) {
        return token.text().replace("_", "");
    }

    private void enter(Token token) {
        if (++depth > DEEPEST) {
            throw source.error(token.span(), "nested deeper than depth=" + DEEPEST + "; write it flatter");
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        at += token.kind() == Kind.END ? 0 : 1;
        return token;
    }

    /// The next word, passed, if it is one of these; else null.
    private Token accept(String... words) {
        for (String word : words) {
            if (peek().is(word)) {
                if (++operators > MOST_OPERATORS) {
                    throw source.error(peek().span(), "more than operators=" + MOST_OPERATORS + "; use in (...)");
                }
                return next();
            }
        }
        return null;
    }

    private Token expect(String word) {
        if (!peek().is(word)) {
            throw unexpected(peek(), "'" + word + "'");
        }
        return next();
    }

    private ExpressionException unexpected(Token found, String wanted) {
        return source.error(found.span(), "found " + found.shown() + " where " + wanted + " is needed");
    }
}
