package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.TerminalProgress;
import io.slipway.cli.scenario.Studio;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.studio.footage.Cut;
import io.slipway.studio.footage.CutList;
import io.slipway.studio.footage.CutServer;
import io.slipway.studio.footage.FootageDesk;
import io.slipway.studio.recording.Recording;
import io.slipway.studio.text.OutputFolder;
import java.nio.file.Path;
import java.util.Locale;

/** Takes in a recording from elsewhere, and tells on the terminal what comes of it. */
final class FootageTaking {
    private final Wiring wiring;
    private final Path folder;

    FootageTaking(Wiring wiring, Path folder) {
        this.wiring = wiring;
        this.folder = folder;
    }

    /** @return the exit code */
    int run(Path file, Studio.Footage then) {
        FootageDesk desk = new FootageDesk(
                file, folder, wiring.environment(), wiring.cancellation(), new TerminalProgress(wiring.console()));
        OutputFolder.check(folder);
        tell(desk.list(), desk.path());
        switch (then) {
            case PROPOSE -> {}
            case DECIDE -> decide(desk, file);
            case RENDER -> tell(desk.render(wiring.clock()));
        }
        return 0;
    }

    private void tell(CutList list, Path path) {
        var out = wiring.console().out();
        out.println(path + ": " + list.cuts().size() + " cuts, of which " + count(list, Cut.State.ACCEPTED)
                + " are accepted and " + count(list, Cut.State.PROPOSED) + " wait for you.");
        for (Cut.Kind kind : Cut.Kind.values()) {
            long count = list.cuts().stream().filter(cut -> cut.kind() == kind).count();
            if (count > 0) {
                out.println("  " + kind.text() + ": " + count);
            }
        }
        if (list.missing() > 0) {
            out.println(String.format(
                    Locale.ROOT,
                    "  The file is not whole: %.0f s at its end cannot be read. What can be read is taken.",
                    list.missing()));
        }
        if (!list.sound()) {
            out.println("  It has no sound: silences and what is said again are not looked for.");
        }
        wiring.console().flush();
    }

    private static long count(CutList list, Cut.State state) {
        return list.cuts().stream().filter(cut -> cut.state() == state).count();
    }

    private void decide(FootageDesk desk, Path file) {
        try (CutServer page = desk.open()) {
            wiring.console()
                    .out()
                    .println("Decide on " + page.address() + " and press Ctrl-C when you are done. Then:");
            wiring.console().out().println("  slipway scenario footage " + file + " --to " + folder + " --render");
            wiring.console().flush();
            wiring.cancellation().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                    .causedBy(e);
        }
    }

    private void tell(Recording recording) {
        double cut = recording.leftOut().stream()
                .mapToDouble(Recording.LeftOut::seconds)
                .sum();
        wiring.console()
                .out()
                .println(String.format(
                        Locale.ROOT,
                        "%s (%.0f s, %d clips; %d cuts of %.1f s)",
                        folder.resolve("watch.html"),
                        recording.seconds(),
                        recording.chapters().size(),
                        recording.leftOut().size(),
                        cut));
        wiring.console().flush();
    }
}
