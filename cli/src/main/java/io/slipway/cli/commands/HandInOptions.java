package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Errors;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.cli.remote.RemoteRollout;
import io.slipway.enablement.made.Made;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of commands that hand in what they made, as evidence for a team's gates. */
final class HandInOptions {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--team",
            paramLabel = "TEAM",
            description = "Hand in what was made, as evidence for this team's rollout on the server.")
    private Optional<String> team = Optional.empty();

    private Optional<String> named() {
        return team.filter(text -> !text.isBlank());
    }

    /** For what leaves nothing to hand in. */
    void refuse(boolean nothing, String why) {
        if (nothing && named().isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.USAGE, "There is nothing to hand in: " + why + ".", "Leave out --team.");
        }
    }

    /**
     * Does the work, and hands in what came of it where a team is named. That the server takes it is seen to before:
     * scenarios play for minutes.
     *
     * @return the exit code of the work
     */
    int with(Wiring wiring, ToIntFunction<Consumer<Made>> work) {
        if (named().isEmpty()) {
            return work.applyAsInt(made -> {});
        }
        String name = named().get();
        RemoteRollout rollout = server.ofTeam(wiring, Path.of("").toAbsolutePath(), name)
                .map(RemoteProject::rollout)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.USAGE,
                        "Evidence for a team is kept by a server.",
                        "Name the server with --server, or leave out --team."));
        ServedTeam.require(rollout.readiness(false).team(), name);
        rollout.requireHandIn();
        List<Made> all = new ArrayList<>();
        int exit = work.applyAsInt(all::add);
        if (all.isEmpty()) {
            return exit;
        }
        try {
            rollout.handIn(all);
        } catch (SlipwayException e) {
            // beside the results, which programs read as one document
            return Errors.report(wiring.console(), false, e);
        }
        wiring.console()
                .err()
                .println("Handed in for " + name + ": " + all.size() + (all.size() == 1 ? " result." : " results."));
        return exit;
    }
}
