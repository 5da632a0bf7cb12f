package io.slipway.rollout.provision;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.provision.Provision.RepositoryWish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Files in the team's repository, put there by one commit. */
final class RepositoryStep implements Step {
    private final String id;
    private final String title;
    private final String team;
    private final RepositoryWish wish;
    private final GitRemote remote;
    private final RepositoryFiles files;
    private final List<String> needs;

    RepositoryStep(
            String id,
            String title,
            String team,
            RepositoryWish wish,
            GitRemote remote,
            RepositoryFiles files,
            List<String> needs) {
        this.id = id;
        this.title = title;
        this.team = team;
        this.wish = wish;
        this.remote = remote;
        this.files = files;
        this.needs = needs;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public List<String> needs() {
        return needs;
    }

    @Override
    public Look look() {
        if (!remote.isThere()) {
            return new Look.Absent();
        }
        Path tree = remote.fetch();
        if (!remote.hasBranch()) {
            return new Look.Absent();
        }
        boolean scaffolded = files.scaffold().isEmpty();
        int there = 0;
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, String> file : files.managed().entrySet()) {
            Path path = tree.resolve(file.getKey());
            if (!Files.exists(path)) {
                differences.add(file.getKey() + " is missing");
                continue;
            }
            there++;
            Look look = ManagedText.look(file.getKey(), team, text(path), file.getValue());
            if (look instanceof Look.Foreign) {
                return look;
            }
            if (look instanceof Look.Differs differs) {
                differences.add(differs.what());
            }
        }
        if (!scaffolded && there == 0 && !wish.existing() && !isEmpty(tree)) {
            return new Look.Foreign(
                    "The branch " + wish.branch() + " of " + wish.url()
                            + " holds files already, not made for this team.",
                    "Name an empty repository, or write 'existing: true' to add to this one.");
        }
        left(tree)
                .forEach(path -> differences.add(path + " is of a CI system that the rollout file does not name any"
                        + " more, and is taken away"));
        String edited = edited(tree);
        if (differences.isEmpty()) {
            return new Look.AsWished(edited);
        }
        boolean nothing = there == 0 && left(tree).isEmpty() && edited.isEmpty();
        if (!edited.isEmpty()) {
            differences.add(edited);
        }
        return nothing ? new Look.Absent() : new Look.Differs(String.join("; ", differences), List.of());
    }

    @Override
    public void apply(Look found) {
        Look now = found;
        for (int i = 0; i < GitRemote.PUSHES; i++) {
            if (pushed(now)) {
                return;
            }
            // Another run of the same, or a colleague, was quicker: what they pushed is what there is to start from.
            now = look();
            if (now instanceof Look.AsWished) {
                return;
            }
            if (now instanceof Look.Foreign foreign) {
                throw SlipwayException.of(ErrorCode.PROVISION_REFUSED, foreign.why(), foreign.help());
            }
        }
        throw remote.moved();
    }

    /** @return false when somebody else pushed meanwhile */
    private boolean pushed(Look found) {
        if (!remote.isThere()) {
            remote.create();
        }
        Path tree = remote.fetch();
        Map<String, String> wanted = new LinkedHashMap<>(files.managed());
        if (found instanceof Look.Absent) {
            files.scaffold().forEach((path, text) -> {
                if (!Files.exists(tree.resolve(path))) {
                    wanted.put(path, text);
                }
            });
        }
        List<String> left = left(tree);
        return remote.commit(
                left.isEmpty() ? message() : message() + "\nTaken away: " + String.join(", ", left) + "\n",
                wanted,
                left);
    }

    /** What an earlier definition put there, just as it was made. */
    private List<String> left(Path tree) {
        return files.former().stream()
                .filter(path -> Files.isRegularFile(tree.resolve(path)))
                .filter(path -> ManagedText.isOurs(team, text(tree.resolve(path))))
                .toList();
    }

    /** What of it somebody changed, which nobody but them may take away; empty when there is nothing of the kind. */
    private String edited(Path tree) {
        List<String> edited = files.former().stream()
                .filter(path -> Files.isRegularFile(tree.resolve(path)))
                .filter(path -> ManagedText.isEdited(team, text(tree.resolve(path))))
                .toList();
        return edited.isEmpty()
                ? ""
                : String.join(", ", edited) + " is of no CI system in the rollout file, was changed by hand and stays:"
                        + " delete it when no job needs it, or name its system under 'ci'";
    }

    private String message() {
        return title + "\n\nMade by 'slipway rollout apply " + team + "'.\n";
    }

    @Override
    public String undo() {
        Path tree = remote.fetch();
        List<String> ours = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        files.all().forEach((path, text) -> {
            Path file = tree.resolve(path);
            if (Files.exists(file)) {
                boolean same = text(file).equals(text) || ManagedText.isOurs(team, text(file));
                (same ? ours : kept).add(path);
            }
        });
        ours.addAll(left(tree));
        if (!ours.isEmpty() && !remote.commit("Take back: " + message(), Map.of(), ours)) {
            throw remote.moved();
        }
        return kept.isEmpty() ? "" : "edited since: " + String.join(", ", kept);
    }

    @Override
    public List<String> commands() {
        List<String> commands = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        if (!files.scaffold().isEmpty()) {
            remote.folder()
                    .ifPresent(folder -> text.append("test -d ")
                            .append(Shell.word(folder.toString()))
                            .append(" || git init --quiet --bare --initial-branch=")
                            .append(Shell.word(wish.branch()))
                            .append(' ')
                            .append(Shell.word(folder.toString()))
                            .append('\n'));
        }
        text.append("work=$(mktemp -d)\n");
        wish.password()
                .ifPresent(password -> text.append("git() { command git -c credential.helper=")
                        .append("'!f() { echo username=" + wish.user().orElse("git")
                                + "; echo \"password=$GIT_SECRET\"; }; f' \"$@\"; }\n")
                        .append("export GIT_SECRET=")
                        .append(Shell.secret(password))
                        .append('\n'));
        text.append("git clone --quiet ")
                .append(Shell.word(wish.url()))
                .append(" \"$work\"\ncd \"$work\"\n")
                .append("git checkout --quiet -B ")
                .append(Shell.word(wish.branch()))
                .append(" origin/")
                .append(wish.branch())
                .append(" 2>/dev/null || git checkout --quiet --orphan ")
                .append(Shell.word(wish.branch()))
                .append('\n');
        files.all().keySet().stream()
                .map(Path::of)
                .map(Path::getParent)
                .filter(java.util.Objects::nonNull)
                .map(Path::toString)
                .distinct()
                .sorted()
                .forEach(folder ->
                        text.append("mkdir -p ").append(Shell.word(folder)).append('\n'));
        files.all()
                .forEach((path, content) -> text.append(
                                content.isEmpty()
                                        ? ": > " + Shell.word(path)
                                        : Shell.given("cat > " + Shell.word(path), content))
                        .append('\n'));
        text.append("git -c core.autocrlf=false add ")
                .append(String.join(" ", files.paths().stream().map(Shell::word).toList()))
                .append("\ngit -c user.name=Slipway -c user.email=slipway@localhost commit --quiet -m ")
                .append(Shell.word(title))
                .append("\ngit push --quiet origin HEAD:refs/heads/")
                .append(wish.branch())
                .append("\ncd - > /dev/null\nrm -rf \"$work\"");
        commands.add(text.toString());
        return commands;
    }

    private static boolean isEmpty(Path tree) {
        try (Stream<Path> files = Files.list(tree)) {
            return files.allMatch(file -> file.getFileName().toString().equals(".git"));
        } catch (IOException e) {
            throw unreadable(tree, e);
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static SlipwayException unreadable(Path path, IOException e) {
        return SlipwayException.of(ErrorCode.REPOSITORY_REFUSED, path + " cannot be read: " + e.getMessage(), "")
                .causedBy(e);
    }
}
