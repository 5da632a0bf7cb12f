package io.slipway.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Change;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.error.Category;
import io.slipway.release.error.SlipwayException;
import java.io.PrintStream;
import java.util.List;

/** Prints how a deployment, a rollback or a baseline ended, and gives the exit code. */
public final class DeployOutput {
    private final Console console;
    private final boolean json;

    private DeployOutput(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    public static DeployOutput of(Console console, boolean json) {
        return new DeployOutput(console, json);
    }

    /** @param verb what was done, such as {@code deployed} */
    public int print(String verb, DeployResult result) {
        if (json) {
            printJson(result);
        } else {
            printText(verb, result);
        }
        return result instanceof DeployResult.Failed failed
                ? (failed.asBefore() ? Category.FAILED : Category.PARTIAL).exitCode()
                : 0;
    }

    /** @throws SlipwayException the same, when it is no refusal */
    public int refused(String environment, SlipwayException e) {
        if (e.code().category() != Category.REFUSED) {
            throw e;
        }
        if (json) {
            ObjectNode node = Json.result().put("environment", environment).put("result", "refused");
            node.putArray("applied");
            node.putArray("notRun");
            Json.print(console, Json.error(node, e));
        } else {
            Errors.text(console, e);
        }
        return e.code().category().exitCode();
    }

    private void printJson(DeployResult result) {
        ObjectNode node = Json.result()
                .put("environment", result.environment())
                .put("version", result.version())
                .put("result", resultWord(result));
        if (result instanceof DeployResult.Completed completed) {
            Json.changes(node.putArray("applied"), completed.applied());
            Json.changes(node.putArray("replaced"), completed.replaced());
            Json.changes(node.putArray("notRun"), completed.notChosen());
            node.put("millis", completed.millis());
        } else if (result instanceof DeployResult.NothingToDo nothing) {
            node.putArray("applied");
            Json.changes(node.putArray("notRun"), nothing.notChosen());
        } else if (result instanceof DeployResult.Failed failed) {
            Json.changes(node.putArray("applied"), failed.applied());
            Json.changes(node.putArray("replaced"), failed.replaced());
            Json.changes(node.putArray("notRun"), failed.notRun());
            node.put("failedChange", failed.failed().id()).put("asBefore", failed.asBefore());
            failed.at().ifPresent(at -> Json.failedAt(node, at));
            Json.error(node, failed.error());
        }
        Json.print(console, node);
    }

    private static String resultWord(DeployResult result) {
        if (result instanceof DeployResult.Completed) {
            return "completed";
        }
        return result instanceof DeployResult.NothingToDo ? "nothing-to-do" : "failed";
    }

    private void printText(String verb, DeployResult result) {
        PrintStream out = console.out();
        if (result instanceof DeployResult.Completed completed) {
            out.println(sentence(verb) + " " + counted(completed.applied(), "change") + ": " + completed.environment()
                    + " is at " + shown(completed.version()) + " (" + seconds(completed.millis()) + ").");
            replaced(completed.replaced());
            notChosen(completed.notChosen());
        } else if (result instanceof DeployResult.NothingToDo nothing) {
            out.println("Nothing to do: " + nothing.environment() + " is at " + shown(nothing.version()) + ".");
            notChosen(nothing.notChosen());
        } else if (result instanceof DeployResult.Failed failed) {
            Errors.text(console, failed.error());
            out.println("Failed at " + failed.failed().path() + " on " + failed.environment() + ".");
            out.println("  done:    " + (failed.applied().isEmpty() ? "nothing" : counted(failed.applied(), "change")));
            replaced(failed.replaced());
            out.println("  not run: " + (failed.notRun().isEmpty() ? "nothing" : counted(failed.notRun(), "change")));
            out.println(
                    failed.asBefore()
                            ? "The target is as it was before."
                            : "The target is part-way. 'slipway status " + failed.environment()
                                    + "' shows what it has; the same command goes on from there.");
        }
    }

    private void replaced(List<Change> changes) {
        changes.forEach(change -> console.out()
                .println("  rolled back: " + change.path() + ", "
                        + change.digest().substring(0, 12) + ", which was reworked"));
    }

    private void notChosen(List<Change> changes) {
        if (!changes.isEmpty()) {
            console.out().println(counted(changes, "change") + " left out by labels or contexts.");
        }
    }

    private static String shown(String version) {
        return version.isEmpty() ? "no version" : version;
    }

    private static String counted(List<Change> changes, String thing) {
        return changes.size() + " " + thing + (changes.size() == 1 ? "" : "s");
    }

    private static String seconds(long millis) {
        return String.format(java.util.Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static String sentence(String verb) {
        return Character.toUpperCase(verb.charAt(0)) + verb.substring(1);
    }
}
