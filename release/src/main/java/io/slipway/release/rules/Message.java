package io.slipway.release.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A sentence with expressions in braces: {@code The table {statement.name} has no owner.} */
final class Message {
    private final List<Expression> parts;

    private Message(List<Expression> parts) {
        this.parts = parts;
    }

    /**
     * @param reader of what stands in braces
     * @throws Expression.Unread a brace that is not closed, or what the reader says
     */
    static Message read(String text, Function<String, Expression> reader) {
        List<Expression> parts = new ArrayList<>();
        int at = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new Expression.Unread("the brace at character " + (open + 1) + " is not closed");
            }
            String plain = text.substring(at, open);
            parts.add(seen -> plain);
            parts.add(reader.apply(text.substring(open + 1, close)));
            at = close + 1;
        }
        String rest = text.substring(at);
        parts.add(seen -> rest);
        return new Message(parts);
    }

    String text(Map<String, Object> seen) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.value(seen)));
        return text.toString();
    }
}
