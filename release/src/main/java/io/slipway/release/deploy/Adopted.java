package io.slipway.release.deploy;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Schema;
import io.slipway.release.artifact.Schema.SchemaObject;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.catalogue.ColumnPlace;
import io.slipway.release.catalogue.ObjectName;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.plan.DeploymentPlan;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is pending in an environment where it was done by hand before: it is written down there as if it had run. That it
 * is there is looked up, object by object, and never taken for granted.
 */
public final class Adopted {
    /** What the history notes of such a change. */
    static final String NOTE = "{\"adopted\":true}";

    private static final int SHOWN = 10;
    private final DeployRequest request;
    private final DeploymentPlan plan;

    public Adopted(DeployRequest request, DeploymentPlan plan) {
        this.request = request;
        this.plan = plan;
    }

    /** Whether a change says that it was done by hand there. */
    public static boolean in(Environment environment, Change change) {
        return change.adopted().contains(environment.name()) || change.adopted().contains(environment.shown());
    }

    /**
     * Pending changes that stand in the target as the artifact leaves them.
     *
     * @throws SlipwayException {@code adopted-differs} when one should and does not
     */
    public List<Change> standing(Target target) {
        List<Change> adopted = plan.pending().stream()
                .filter(change -> in(request.environment(), change))
                .toList();
        if (adopted.isEmpty()) {
            return adopted;
        }
        Map<String, String> wanted = digests(request.artifact().schema());
        Catalogue found = target.catalogue();
        Set<String> later = touchedByOthers(adopted);
        for (Change change : adopted) {
            List<String> differing = new ArrayList<>();
            for (ObjectSeen seen : request.artifact().proof().of(change).objects()) {
                String key = seen.kind() + " " + seen.name();
                if (!later.contains(key) && !stands(key, wanted, found)) {
                    differing.add(key);
                }
            }
            if (!differing.isEmpty()) {
                throw differs(change, differing);
            }
        }
        return adopted;
    }

    /**
     * A column that was added by hand stands before those that releases on their way add, and behind them where the script
     * ran: its place does not count.
     */
    private static boolean stands(String key, Map<String, String> wanted, Catalogue found) {
        Optional<CatalogueObject> there = Optional.ofNullable(found.objects().get(key));
        String digest = wanted.getOrDefault(key, "");
        if (there.map(Schema::digest).orElse("").equals(digest)) {
            return true;
        }
        return there.filter(object -> ColumnPlace.anywhere(object, columnsBeside(object, wanted.keySet()))
                        .anyMatch(elsewhere -> Schema.digest(elsewhere).equals(digest)))
                .isPresent();
    }

    private static List<String> columnsBeside(CatalogueObject column, Set<String> keys) {
        String table = ObjectName.owner(column.name());
        return keys.stream()
                .filter(key -> key.startsWith("column "))
                .map(key -> key.substring("column ".length()))
                .filter(name -> ObjectName.owner(name).equals(table))
                .toList();
    }

    /** Whether a line of the history says that a change was done there by hand. */
    public static boolean noted(HistoryEntry entry) {
        return entry.event() == HistoryEvent.BASELINED && entry.note().equals(NOTE);
    }

    /** What another change makes of it, that is to run yet, is not to be found there. */
    private Set<String> touchedByOthers(List<Change> adopted) {
        Set<String> keys = new HashSet<>();
        plan.pending().stream()
                .filter(change -> !adopted.contains(change))
                .flatMap(change -> request.artifact().proof().of(change).objects().stream())
                .forEach(seen -> keys.add(seen.kind() + " " + seen.name()));
        return keys;
    }

    private static Map<String, String> digests(Schema schema) {
        Map<String, String> digests = new HashMap<>();
        for (SchemaObject object : schema.objects()) {
            digests.put(object.kind() + " " + object.name(), object.digest());
        }
        return digests;
    }

    private SlipwayException differs(Change change, List<String> differing) {
        String where = request.environment().shown();
        return SlipwayException.of(
                ErrorCode.ADOPTED_DIFFERS,
                change.path() + " says that it was done by hand in '" + where
                        + "', and this is not there as it leaves it: "
                        + String.join(", ", differing.subList(0, Math.min(SHOWN, differing.size())))
                        + (differing.size() > SHOWN ? " and " + (differing.size() - SHOWN) + " more" : "") + ".",
                "Nothing was run. Look with 'slipway drift " + where
                        + "', do by hand there what the script does, and deploy again.");
    }
}
