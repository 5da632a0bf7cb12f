package io.slipway.server.scenario;

import io.slipway.enablement.made.Kind;
import io.slipway.enablement.made.Made;
import io.slipway.enablement.made.Stock;
import io.slipway.enablement.scenario.Actor;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Scenarios;
import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.version.SlipwayVersion;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.server.support.GivenText;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What was made of scenarios for a team, as events of its ledger; the newest of each kind and scenario counts. */
public final class MadeBook {
    private static final String ACTION = "scenario-";
    private static final int MOST = 500;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final Pattern SCENARIO = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+-]{0,59}");
    private final Store store;
    private final RolloutLedger ledger;
    private final Scenarios scenarios;
    private final Clock clock;

    public MadeBook(Store store, RolloutLedger ledger, Scenarios scenarios, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.scenarios = scenarios;
        this.clock = clock;
    }

    /** @param by account of who handed it in */
    public record HandedIn(Made made, String by, Instant when) {}

    /**
     * Keeps what somebody made.
     *
     * @throws io.slipway.release.error.SlipwayException {@code request-invalid}: nothing is kept then
     */
    public void handIn(Caller caller, ServedRollout rollout, List<Made> made) {
        if (made.isEmpty() || made.size() > MOST) {
            throw GivenText.invalid("From 1 to " + MOST + " results are handed in at once.");
        }
        made.forEach(this::check);
        store.run(handle -> made.forEach(each -> ledger.append(
                handle,
                rollout,
                Topic.SCENARIOS,
                caller.name(),
                ACTION + each.kind().text(),
                each.scenario(),
                detail(each))));
    }

    private void check(Made made) {
        if (!SCENARIO.matcher(made.scenario()).matches()) {
            throw GivenText.invalid("'" + made.scenario() + "' is no name of a scenario.");
        }
        if (!Sha256.isHex(made.edition()) || !made.digest().isEmpty() && !Sha256.isHex(made.digest())) {
            throw GivenText.invalid("A digest is a SHA-256 in 64 small hexadecimal digits.");
        }
        if (!VERSION.matcher(made.version()).matches() || made.pieces() < 0) {
            throw GivenText.invalid("A result has a version, and a number of pieces that is not negative.");
        }
        made.lack().ifPresent(what -> {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "The " + made.kind().text() + " of '" + made.scenario() + "' is no evidence: " + what + ".",
                    "Tell in 'pieces' how many pieces of a guide, clips or steps there are"
                            + (made.kind().leavesFiles()
                                    ? ", and in 'digest' what 'LC_ALL=C sha256sum FILES | sha256sum' prints."
                                    : "."));
        });
        // What is of tomorrow would count for longer than it may.
        if (made.at().isAfter(clock.instant().plus(CLOCKS_DIFFER))) {
            throw GivenText.invalid("Nothing can have been made at " + made.at() + ", which is still to come.");
        }
    }

    /** The newest of each kind and scenario, in the order in which it was handed in. */
    public List<HandedIn> newest(ServedRollout rollout) {
        return store.read(handle -> ledger.newest(handle, rollout.team(), Topic.SCENARIOS)).stream()
                .flatMap(MadeBook::handedIn)
                .toList();
    }

    /** The same, to be held against the console as it is now. */
    public Stock stock(ServedRollout rollout) {
        return new Stock(
                newest(rollout).stream().map(HandedIn::made).toList(), SlipwayVersion.CURRENT, clock.instant());
    }

    /** Scenarios of Slipway's own for those whom the rollout file has, in the order in which somebody learns. */
    public List<Scenario> wanted(ServedRollout rollout) {
        Set<Actor> audiences = Audiences.of(rollout.rollout());
        return scenarios.all().stream()
                .filter(scenario -> audiences.contains(scenario.audience()))
                .toList();
    }

    private static Map<String, String> detail(Made made) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("edition", made.edition());
        detail.put("passed", made.passed() ? "yes" : "no");
        detail.put("version", made.version());
        detail.put("at", made.at().toString());
        detail.put("pieces", Integer.toString(made.pieces()));
        detail.put("digest", made.digest());
        return detail;
    }

    private static Stream<HandedIn> handedIn(AuditEvent event) {
        Map<String, String> detail = event.texts();
        return Kind.of(event.action().substring(ACTION.length())).stream()
                .map(kind -> new HandedIn(
                        new Made(
                                kind,
                                event.subject(),
                                text(detail, "edition"),
                                text(detail, "passed").equals("yes"),
                                text(detail, "version"),
                                Instant.parse(text(detail, "at")),
                                Integer.parseInt(text(detail, "pieces")),
                                text(detail, "digest")),
                        event.actor(),
                        event.at()));
    }

    private static String text(Map<String, String> detail, String key) {
        return Objects.requireNonNull(detail.get(key), key);
    }
}
