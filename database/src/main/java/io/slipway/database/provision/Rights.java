package io.slipway.database.provision;

import io.slipway.rollout.provision.Look;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares rights that are there with those that are wished. */
public final class Rights {

    /**
     * A right, or a setting.
     *
     * @param text how people and comparisons know it
     * @param give the statement that brings it about
     * @param take the one that ends it
     */
    public record Right(String text, String give, String take) {}

    private Rights() {}

    /** @param exact whether more than is wished is a difference too */
    public static Look compare(Collection<Right> wished, Collection<Right> found, boolean exact) {
        Map<String, Right> missing = byText(wished);
        Map<String, Right> more = byText(found);
        found.forEach(right -> missing.remove(right.text()));
        wished.forEach(right -> more.remove(right.text()));
        List<String> what = new ArrayList<>();
        List<String> remedy = new ArrayList<>();
        if (exact) {
            more.values().forEach(right -> {
                what.add("has also " + right.text());
                remedy.add(right.take());
            });
        }
        missing.values().forEach(right -> {
            what.add("lacks " + right.text());
            remedy.add(right.give());
        });
        return what.isEmpty() ? new Look.AsWished() : new Look.Differs(String.join("; ", what), remedy);
    }

    private static Map<String, Right> byText(Collection<Right> rights) {
        Map<String, Right> map = new LinkedHashMap<>();
        rights.forEach(right -> map.put(right.text(), right));
        return map;
    }
}
