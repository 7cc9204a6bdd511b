package dev.sluice.record;

import java.util.ArrayList;
import java.util.List;

/// The typed handles that there are, and which element types each reads.
enum HandleKind {
    LONG("longField") {
        @Override
        boolean reads(FieldType type) {
            return type.isInteger();
        }
    },
    DOUBLE("doubleField") {
        @Override
        boolean reads(FieldType type) {
            return type.isInteger() || type.isFloat();
        }
    },
    FLOAT("floatField") {
        @Override
        boolean reads(FieldType type) {
            return type.equals(FieldType.FLOAT32);
        }
    },
    BOOLEAN("booleanField") {
        @Override
        boolean reads(FieldType type) {
            return type.equals(FieldType.BOOLEAN);
        }
    },
    TEXT("textField") {
        @Override
        boolean reads(FieldType type) {
            return type.isText();
        }
    };

    private final String method;

    HandleKind(String method) {
        this.method = method;
    }

    abstract boolean reads(FieldType type);

    Field require(Layout layout, String name) {
        Field field = layout.field(name);
        if (!reads(field.type())) {
            throw new IllegalArgumentException("field '" + name + "' is " + field.type() + ", which " + method
                    + " does not read; use " + fitting(field.type()) + "; there are: " + layout.summary());
        }
        return field;
    }

    private static String fitting(FieldType type) {
        List<String> methods = new ArrayList<>();
        for (HandleKind kind : values()) {
            if (kind.reads(type)) {
                methods.add(kind.method);
            }
        }
        return String.join(" or ", methods);
    }
}
