package io.slipway.cli.demo;

import io.slipway.cli.Wiring;
import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;
import io.slipway.cli.output.TerminalProgress;
import io.slipway.database.ScratchFolders;
import io.slipway.release.error.ErrorCode;
import io.slipway.samples.ShopHistory;
import io.slipway.samples.Step;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Walks the sample shop from the first commit to a hotfix, and says at each step what is seen. */
public final class Demo {
    private final Console console;
    private final Wiring wiring;
    private final Optional<Path> folder;
    private final PrintStream out;

    /** @param folder where to make the shop; empty takes a temporary folder that is removed at the end */
    public Demo(Wiring wiring, Optional<Path> folder) {
        this.console = wiring.console();
        // whatever Ctrl-C breaks off has its own complaint, and none of them is news to whoever pressed it
        this.wiring = wiring.with(console.until(wiring.cancellation()::wished));
        this.folder = folder;
        this.out = this.wiring.console().out();
    }

    /**
     * @param once end after the last step
     * @return the exit code: 0 when every command ended as it should, however long the databases were left open
     */
    public int run(boolean once) {
        Path base = DemoPlace.folder(folder);
        int exit = ErrorCode.CANCELLED.category().exitCode();
        try (DemoPlace place = DemoPlace.make(base)) {
            exit = show(place, once);
        } catch (RuntimeException e) {
            if (!wiring.cancellation().wished()) {
                throw e;
            }
        } finally {
            if (folder.isEmpty()) {
                ScratchFolders.delete(base);
            }
        }
        if (wiring.cancellation().wished()) {
            new TerminalProgress(console)
                    .note("Stopped. The databases are down, and "
                            + (Files.exists(base)
                                    ? "the shop stays in " + base + "."
                                    : "everything that the demo made is removed."));
        }
        return exit;
    }

    private int show(DemoPlace place, boolean once) {
        long start = System.nanoTime();
        try {
            say("A sample shop in " + place.project() + ", and a PostgreSQL server of its own on port " + place.port()
                    + ".");
            ShopHistory shop = ShopHistory.create(place.project());
            place.writeProjectFile();
            boolean asTold = tell(place, shop);
            out.println();
            say(String.format(Locale.ROOT, "That was %.0f seconds.", (System.nanoTime() - start) / 1e9));
            if (!once && asTold) {
                leaveOpen(place);
            }
            return asTold ? 0 : ErrorCode.INTERNAL.category().exitCode();
        } catch (IOException e) {
            throw DemoPlace.unusable(e);
        }
    }

    private boolean tell(DemoPlace place, ShopHistory shop) throws IOException {
        chapter(shop, Step.SPRINT_1);
        boolean asTold = slipway(place, 0, "package")
                && slipway(place, 0, "deploy", "latest", "--to", "dev")
                && slipway(place, 0, "deploy", "latest", "--to", "qa")
                && slipway(place, 4, "deploy", "latest", "--to", "prod");
        say("PROD is protected: somebody has to stand for it.");
        asTold = asTold && slipway(place, 0, approved("deploy", "latest", "--to", "prod"));

        chapter(shop, Step.SPRINT_2);
        asTold = asTold
                && slipway(place, 0, "package")
                && slipway(place, 0, "forecast", "latest", "--to", "dev")
                && slipway(place, 0, "deploy", "latest", "--to", "dev");

        chapter(shop, Step.REFUSED);
        asTold = asTold && slipway(place, 65, "package");
        say("Nothing left the reference database, and there is no artifact.");
        chapter(shop, Step.MENDED);
        chapter(shop, Step.SPRINT_3);
        asTold = asTold
                && slipway(place, 0, "package")
                && slipway(place, 4, approved("deploy", "latest", "--to", "prod"));
        say("The gate: PROD takes an artifact only after QA has it.");
        asTold = asTold
                && slipway(place, 0, "deploy", "latest", "--to", "dev")
                && slipway(place, 0, "deploy", "latest", "--to", "qa");

        heading("Second thoughts: one change of QA is rolled back");
        asTold = asTold
                && slipway(place, 0, "rollback", "--on", "qa", "--change", place.rollbackExample(), "--dry-run")
                && slipway(place, 0, "rollback", "--on", "qa", "--change", place.rollbackExample())
                && slipway(place, 0, "status");
        say("Packaging proved that rollback. The same artifact brings the change back:");
        asTold = asTold
                && slipway(place, 0, "deploy", "latest", "--to", "qa")
                && slipway(place, 0, approved("deploy", "latest", "--to", "prod"));

        chapter(shop, Step.HOTFIX);
        return asTold
                && slipway(place, 0, "package")
                && slipway(place, 0, "deploy", "latest", "--to", "dev")
                && slipway(place, 0, "deploy", "latest", "--to", "qa")
                && slipway(place, 0, approved("deploy", "latest", "--to", "prod"))
                && slipway(place, 0, "verify", "latest")
                && slipway(place, 0, "status");
    }

    private static String[] approved(String... command) {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        words.addAll(List.of("--approve-as", "Ann Lee", "--reason", "CHG-1881"));
        return words.toArray(String[]::new);
    }

    private void chapter(ShopHistory shop, Step step) {
        heading(step.title());
        say(step.story());
        int commits = shop.advance(step).size();
        say(commits + (commits == 1 ? " commit." : " commits."));
    }

    private void heading(String title) {
        wiring.cancellation().check();
        out.println();
        out.println("== " + title);
    }

    private void say(String sentence) {
        out.println(sentence);
        out.flush();
    }

    /** Runs a command just as a user would, and checks that it ends as the story says. */
    private boolean slipway(DemoPlace place, int expectedExit, String... arguments) {
        wiring.cancellation().check();
        out.println();
        out.println("$ slipway " + quoted(arguments));
        out.flush();
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("-C", place.project().toString()));
        int exit = RootCommand.commandLine(wiring).execute(words.toArray(String[]::new));
        wiring.console().flush();
        wiring.cancellation().check();
        if (exit != expectedExit) {
            say("This command should have ended with exit code " + expectedExit + " and ended with " + exit + ".");
        }
        return exit == expectedExit;
    }

    private static String quoted(String... words) {
        List<String> shown = new ArrayList<>();
        for (String word : words) {
            shown.add(word.contains(" ") ? "\"" + word + "\"" : word);
        }
        return String.join(" ", shown);
    }

    private void leaveOpen(DemoPlace place) {
        out.println();
        out.println("The databases are up until Ctrl-C. In another terminal, try:");
        out.println("  cd " + place.project());
        for (String command : List.of(
                "status",
                "history prod",
                "inspect latest --all",
                "rollback --on dev --last --dry-run",
                "deploy latest --to dev --labels \"!demo-data\"")) {
            out.println("  " + place.launcher() + " " + command);
        }
        out.println("or look at the data (the passwords are in .slipway/):");
        for (String environment : DemoPlace.ENVIRONMENTS) {
            out.println("  " + place.shellUrl(environment));
        }
        out.println("or write a script into sql/ddl and run 'package' again.");
        out.flush();
        while (!wiring.cancellation().wished()) {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
