package io.slipway.rollout.cleanup;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a clean-up makes of one schema, object by object. Only what a rehearsal's changes are known to have touched goes
 * back to what it was; whatever else is there stays as it is, whoever made it.
 *
 * @param going keys of objects that go, or go back to what they were
 * @param left keys of objects that came, went or changed since the rehearsal began and that no rehearsal touched
 * @param blockers what would not survive although no rehearsal made it
 * @param expected the schema as it must be afterwards
 */
public record SchemaPlan(List<String> going, List<String> left, List<String> blockers, Catalogue expected) {
    public SchemaPlan {
        going = List.copyOf(going);
        left = List.copyOf(left);
        blockers = List.copyOf(blockers);
    }

    /**
     * @param before the schema when the first rehearsal that is not cleared away began
     * @param after the schema when the last one ended; empty when nobody looked then
     * @param now the schema as it is
     * @param touched keys of the objects that the changes touch which rehearsals applied and nobody took back
     * @param halfWay keys of those that a clean-up which did not end has begun to take back: they need not be as the
     *     rehearsal left them
     */
    public static SchemaPlan of(
            Catalogue before,
            Optional<Catalogue> after,
            Catalogue now,
            Collection<String> touched,
            Collection<String> halfWay) {
        Set<String> tagged = new HashSet<>(touched);
        tagged.addAll(saidOf(touched, before, now));
        Set<String> underWay = new HashSet<>(halfWay);
        SortedMap<String, CatalogueObject> expected = new TreeMap<>(now.objects());
        List<String> going = new ArrayList<>();
        List<String> left = new ArrayList<>();
        List<String> blockers = new ArrayList<>();
        Set<String> keys = new HashSet<>(before.objects().keySet());
        keys.addAll(now.objects().keySet());
        for (String key : keys.stream().sorted().toList()) {
            CatalogueObject then = before.objects().get(key);
            CatalogueObject present = now.objects().get(key);
            if (java.util.Objects.equals(then, present)) {
                continue;
            }
            if (!tagged.contains(key)) {
                left.add(key);
                continue;
            }
            going.add(key);
            if (then == null) {
                expected.remove(key);
            } else {
                expected.put(key, then);
            }
            boolean changedSince = !underWay.contains(key)
                    && after.filter(a -> !java.util.Objects.equals(a.objects().get(key), present))
                            .isPresent();
            if (changedSince) {
                blockers.add(key + " was changed by hand since the rehearsal ended");
            }
        }
        blockers.addAll(resting(going, left, before, now));
        return new SchemaPlan(going, left, blockers, new Catalogue(expected));
    }

    /**
     * Rights on what goes, and comments and labels of it, go with it, whoever gave them: provisioning has rights given on
     * all that a deployment makes, and no change's proof knows of those.
     */
    private static List<String> saidOf(Collection<String> touched, Catalogue before, Catalogue now) {
        Set<String> disappearing = touched.stream()
                .filter(key -> !before.objects().containsKey(key))
                .collect(Collectors.toSet());
        return now.objects().values().stream()
                .filter(object -> !before.objects().containsKey(object.key()))
                .filter(object -> switch (object.kind()) {
                    case "grant" ->
                        disappearing.stream().anyMatch(key -> object.name().startsWith(key + " to "));
                    case "comment", "security label" -> disappearing.contains(object.name());
                    default -> false;
                })
                .map(CatalogueObject::key)
                .toList();
    }

    /** What lies in something that goes, or speaks of it, would go with it, or hinder that. */
    private static List<String> resting(List<String> going, List<String> left, Catalogue before, Catalogue now) {
        List<String> blockers = new ArrayList<>();
        List<CatalogueObject> disappearing = going.stream()
                .filter(key -> !before.objects().containsKey(key))
                .map(key -> now.objects().get(key))
                .filter(java.util.Objects::nonNull)
                .toList();
        for (String key : left) {
            CatalogueObject object = now.objects().get(key);
            if (object == null) {
                continue;
            }
            disappearing.stream()
                    .filter(each -> rests(object, each))
                    .findFirst()
                    .ifPresent(each -> blockers.add(
                            key + " was made by hand and rests on " + each.key() + ", which a rehearsal made"));
        }
        return blockers;
    }

    private static boolean rests(CatalogueObject object, CatalogueObject on) {
        if (object.name().startsWith(on.name() + ".")) {
            return true;
        }
        String bare = on.name().substring(on.name().lastIndexOf('.') + 1);
        boolean container = on.kind().equals("table")
                || on.kind().equals("view")
                || on.kind().equals("type")
                || on.kind().equals("function")
                || on.kind().equals("sequence");
        return container
                && Pattern.compile("(?<![A-Za-z0-9_$])" + Pattern.quote(bare) + "(?![A-Za-z0-9_$])")
                        .matcher(object.definition())
                        .find();
    }
}
