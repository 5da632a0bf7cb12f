package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.cli.remote.RemoteRollout;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rollout cleanup}. */
@Command(
        name = "cleanup",
        description = "Takes away what rehearsals of a team's go-live left on the server and in its environments, after"
                + " two people approved exactly that and a back-up was made. What no rehearsal made stays.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rollout cleanup payments --plan --server https://slipway.example.com",
            "  slipway rollout cleanup payments --approve DIGEST",
            "  slipway rollout cleanup payments --apply",
            "  slipway rollout cleanup payments --verify      exit code 1 when something is left"
        })
final class RolloutCleanupCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TEAM", description = "The team, as its rollout file names it.")
    private String team = "";

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** One of them. */
    static final class What {
        @Option(names = "--plan", description = "Show what would go and what stays; touches nothing.")
        @SuppressWarnings("UnusedVariable") // what is done when it is none of the others
        private boolean plan;

        @Option(names = "--approve", paramLabel = "DIGEST", description = "Say yes to exactly this plan.")
        private Optional<String> approve = Optional.empty();

        @Option(names = "--apply", description = "Do what two people approved.")
        private boolean apply;

        @Option(names = "--verify", description = "Look whether nothing is left.")
        private boolean verify;
    }

    RolloutCleanupCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        RemoteRollout rollout = server.ofTeam(wiring, options, team)
                .map(RemoteProject::rollout)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.USAGE, "A clean-up is done by a server.", "Name it with --server."));
        RemoteRollout.Plan plan = rollout.plan();
        ServedTeam.require(plan.team(), team);
        if (what.verify) {
            RemoteRollout.Verification verification = rollout.verify();
            return shown(verification, out -> {
                        out.println(verification.clean() ? "Nothing is left of a rehearsal." : "It is not clean:");
                        verification.found().forEach(found -> out.println("  " + found));
                    })
                    + (verification.clean() ? 0 : Category.DIFFERENT.exitCode());
        }
        if (what.apply) {
            RemoteRollout.Cleaned cleaned = rollout.apply();
            return shown(cleaned, out -> {
                out.println("Cleaned up. Back-ups, below 'backups' in the server's data folder:");
                cleaned.backups()
                        .forEach(each ->
                                out.println("  " + each.file() + ", " + each.size() + " bytes, " + each.sha256()));
                byHand(out, plan);
            });
        }
        RemoteRollout.Plan shown = what.approve.map(rollout::approve).orElse(plan);
        return shown(shown, out -> text(out, shown));
    }

    /** Where the server does not reach: whoever packages there would hand in again what just went. */
    private static void byHand(PrintStream out, RemoteRollout.Plan done) {
        List<String> versions = done.traces().stream()
                .filter(item -> item.kind().equals("artifact"))
                .map(RemoteRollout.Item::name)
                .toList();
        if (!versions.isEmpty()) {
            out.println("Left for people, in every clone and in what CI jobs keep of it, in this order:");
            out.println("  delete from the artifacts folder what was rehearsed: " + String.join(", ", versions));
            out.println("  delete the rehearsed scripts with their rollbacks");
        }
    }

    private interface Text {
        void to(PrintStream out);
    }

    private int shown(Record answer, Text text) {
        if (options.json()) {
            Json.print(wiring.console(), answer);
        } else {
            text.to(wiring.console().out());
        }
        return 0;
    }

    private static void text(PrintStream out, RemoteRollout.Plan plan) {
        if (plan.clean()) {
            out.println("No rehearsal of " + plan.team() + " has left anything.");
            return;
        }
        out.println("Plan " + plan.digest());
        out.println("approved by: " + (plan.approvedBy().isEmpty() ? "nobody" : String.join(", ", plan.approvedBy())));
        plan.unfinished()
                .ifPresent(run -> out.println("half done: the clean-up that " + run.by() + " began at " + run.begun()
                        + " did not end; this is what it left to do"));
        plan.unfinished()
                .ifPresent(run -> run.backups()
                        .forEach((environment, file) -> out.println(
                                "backed up: " + environment + ", backups/" + file + " in the server's data folder")));
        plan.blockers().forEach(blocker -> out.println("in the way: " + blocker));
        plan.traces()
                .forEach(item ->
                        out.println("goes: " + item.kind() + " " + item.name() + " (" + item.provenance() + ")"));
        plan.environments().forEach(place -> {
            out.println("in " + place.environment() + ", " + place.historyLines() + " lines of the history go");
            place.changes().forEach(change -> out.println("  taken back: " + change.replaceFirst("@.*", "")));
            place.going()
                    .forEach(key ->
                            out.println("  goes: " + key + with(place.rows().get(key))));
            place.left().forEach(key -> out.println("  stays: " + key + " (no rehearsal made it)"));
        });
    }

    private static String with(@Nullable Long rows) {
        return rows == null ? "" : ", with " + rows + (rows == 1 ? " row" : " rows");
    }
}
