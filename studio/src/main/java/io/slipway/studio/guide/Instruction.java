package io.slipway.studio.guide;

import io.slipway.enablement.scenario.Element;
import io.slipway.enablement.scenario.Step;
import io.slipway.studio.play.Deed;

/** What somebody does on a page, as a sentence to them, with names in {@code **bold**}. */
public final class Instruction {
    private Instruction() {}

    /** The same when it is known what the field was. */
    static String of(Step step, Deed deed) {
        return deed instanceof Deed.Filled filled
                        && filled.chosen()
                        && step instanceof Step.Fill fill
                        && fill.content() instanceof Step.Fill.Content.Text text
                ? "Choose `" + text.text() + "` in **" + fill.element().name() + "**."
                : of(step);
    }

    public static String of(Step step) {
        if (step instanceof Step.Open open) {
            return open.path().equals("/") ? "Open the console." : "Open `" + open.path() + "` in the console.";
        } else if (step instanceof Step.Click click) {
            return click(click.element());
        } else if (step instanceof Step.Fill fill) {
            return fill(fill);
        } else if (step instanceof Step.Run run) {
            return "Run `" + run.command() + "`.";
        } else if (step instanceof Step.Write write) {
            return "Write the file `" + write.file() + "`.";
        } else if (step instanceof Step.Wait wait) {
            return "Wait for **" + wait.element().name() + "**.";
        } else if (step instanceof Step.Show show) {
            return show.caption().orElse("Look at the screen.");
        } else if (step instanceof Step.Check check) {
            return "The database of " + check.environment() + " is asked: `" + check.sql() + "` gives `" + check.equal()
                    + "`.";
        }
        return ((Step.Say) step).text();
    }

    private static String click(Element element) {
        String name = "**" + element.name() + "**";
        String where = element.in().map(outer -> " at **" + outer.name() + "**").orElse("");
        if (!(element.kind() instanceof Element.Kind.Role role)) {
            return "Select " + name + where + ".";
        }
        return switch (role.role()) {
            case "button" -> "Press " + name + where + ".";
            case "link" -> "Follow " + name + where + ".";
            case "checkbox", "radio" -> "Tick " + name + where + ".";
            default -> "Select " + name + where + ".";
        };
    }

    private static String fill(Step.Fill fill) {
        String field = "**" + fill.element().name() + "**";
        if (fill.content() instanceof Step.Fill.Content.File file) {
            return "Hand over the newest `" + file.path() + "` as " + field + ".";
        }
        Step.Fill.Content.Text text = (Step.Fill.Content.Text) fill.content();
        return text.secret() ? "Fill in " + field + "." : "Put `" + text.text() + "` into " + field + ".";
    }
}
