package io.slipway.database.provision;

import io.slipway.database.provision.Rights.Right;
import io.slipway.rollout.provision.Look;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the tables that hold a target's history with how Slipway makes them. What making them again brings back is
 * planned; anything else is refused, since nobody's column and no row of a history goes without a person's decision.
 */
public final class HistoryParts {

    /** What making the tables again does about a part. */
    public enum Made {
        /** Nothing, once its table is there. */
        WITH_ITS_TABLE,
        /** Brings it back when it is gone. */
        WHEN_MISSING,
        /** Brings it back, and over another of its name. */
        ANEW
    }

    /**
     * A column, a key, an index, a trigger.
     *
     * @param name how people know it, such as {@code column history.id}
     * @param definition what it is, in the words of the product's catalogue
     */
    public record Part(String name, String definition, Made made) {
        public Part(String name, String definition) {
            this(name, definition, Made.WITH_ITS_TABLE);
        }
    }

    private HistoryParts() {}

    /**
     * @param create makes the tables, where they are there too
     * @param others rights that people other than the deploying role have there; each ends
     */
    public static Look compare(
            Collection<Part> wished, Collection<Part> found, List<String> create, Collection<Right> others) {
        Map<String, Part> more = new LinkedHashMap<>();
        found.forEach(part -> more.put(part.name(), part));
        List<String> refused = new ArrayList<>();
        List<String> what = new ArrayList<>();
        for (Part part : wished) {
            Part there = more.remove(part.name());
            if (there == null) {
                (part.made() == Made.WITH_ITS_TABLE ? refused : what).add("lacks " + part.name());
            } else if (!there.definition().equals(part.definition())) {
                (part.made() == Made.ANEW ? what : refused).add("has another " + part.name());
            }
        }
        more.keySet().forEach(name -> refused.add("has also " + name));
        if (!refused.isEmpty()) {
            return new Look.Foreign(
                    "The history is not as Slipway makes it: it " + String.join("; ", refused) + ".",
                    "See who did that and why, and undo it by hand: nothing is taken away from a history here.");
        }
        List<String> remedy = new ArrayList<>(what.isEmpty() ? List.of() : create);
        others.forEach(right -> {
            what.add("has also " + right.text());
            remedy.add(right.take());
        });
        return what.isEmpty() ? new Look.AsWished() : new Look.Differs(String.join("; ", what), remedy);
    }
}
