package io.slipway.rollout.provision;

import io.slipway.rollout.provision.Provision.ManualWish;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runbook of a team: what {@code apply} does, as commands for a person, made from the very same steps. */
public final class Runbook {
    private static final Pattern DIGEST = Pattern.compile("(?m)^Definition: `([0-9a-f]{64})`\\.$");

    private Runbook() {}

    /** @param steps in their order */
    public static String markdown(Definition definition, List<Step> steps) {
        String team = definition.team();
        StringBuilder text = new StringBuilder("# Runbook: provisioning the team " + definition.title() + "\n\n"
                + "Made by `slipway rollout runbook " + team + "` from `rollout/" + team + ".yaml`, which"
                + " `slipway rollout apply " + team + "` applies; doing what stands here comes to the same."
                + " `slipway rollout verify " + team + "` says afterwards whether all is as it should be.\n\n"
                + "Definition: `" + definition.digest() + "`.\n\n"
                + "Each block is run by bash as it stands, from one and the same folder, in this order, where nothing of"
                + " it is there yet. It stops at the first command that fails when bash is started with `-eu`."
                + " Secrets stand in none of them:\n"
                + " they are fetched by the command that needs them.\n\n## Steps\n\n"
                + "| | step | what | after |\n|---|---|---|---|\n");
        int number = 0;
        for (Step step : steps) {
            text.append("| ")
                    .append(++number)
                    .append(" | `")
                    .append(step.id())
                    .append("` | ")
                    .append(step.title())
                    .append(" | ")
                    .append(step.needs().isEmpty() ? "" : "`" + String.join("`, `", step.needs()) + "`")
                    .append(" |\n");
        }
        number = 0;
        for (Step step : steps) {
            text.append("\n## ")
                    .append(++number)
                    .append(". ")
                    .append(step.title())
                    .append("\n\n");
            definition.provision().manual().stream()
                    .filter(wish -> wish.id().equals(step.id()))
                    .findFirst()
                    .ifPresent(wish -> text.append(manual(team, wish)));
            for (String command : step.commands()) {
                String fence = command.contains("```") ? "````" : "```";
                text.append(fence)
                        .append("bash\n")
                        .append(command)
                        .append('\n')
                        .append(fence)
                        .append("\n\n");
            }
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static String manual(String team, ManualWish wish) {
        return "By hand, by " + wish.who().name() + " (" + wish.who().email() + "). Evidence: " + wish.evidence()
                + ".\n\n" + "Told with `slipway rollout apply " + team + " --evidence \"" + wish.id() + "=…\"`.\n\n";
    }

    /** Whether a runbook that was published is still of this definition. */
    public static boolean isOf(String published, Definition definition) {
        Matcher digest = DIGEST.matcher(published);
        return digest.find() && digest.group(1).equals(definition.digest());
    }
}
