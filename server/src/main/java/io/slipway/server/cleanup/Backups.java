package io.slipway.server.cleanup;

import io.slipway.release.deploy.Targets;
import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Address;
import io.slipway.server.project.ServedProject;
import io.slipway.server.secret.Secrets;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Back-ups of targets before something is taken away there. Without one, nothing is. */
public final class Backups {
    private final Targets targets;
    private final Secrets secrets;
    private final Path folder;

    public Backups(Targets targets, Secrets secrets, Path folder) {
        this.targets = targets;
        this.secrets = secrets;
        this.folder = folder;
    }

    /** @param digest SHA-256 of the file */
    public record Backup(String environment, Path file, long size, String digest) {}

    /** Where the back-up of an environment goes. */
    public Path file(String team, String plan, String environment) {
        return folder.resolve(team).resolve(plan.substring(0, 16)).resolve(environment + ".dump");
    }

    /**
     * Makes one, and is sure that it lies on disk.
     *
     * @throws SlipwayException {@code backup-failed}
     */
    public Backup make(ServedProject project, Environment environment, String team, String plan) {
        Path file = file(team, plan, environment.name());
        DatabaseProduct product = targets.product(project.project());
        try {
            Files.createDirectories(file.resolveSibling(""));
            MessageDigest sha = Sha256.start();
            long size;
            try (FileOutputStream disk = new FileOutputStream(file.toFile());
                    DigestOutputStream out = new DigestOutputStream(disk, sha)) {
                product.dump(address(product, project, environment), out);
                out.flush();
                disk.getFD().sync();
                size = disk.getChannel().size();
            }
            if (size == 0) {
                throw new IOException("the back-up is empty");
            }
            return new Backup(environment.name(), file, size, HexFormat.of().formatHex(sha.digest()));
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.BACKUP_FAILED,
                            "The back-up of '" + environment.name() + "' failed, and nothing was taken away: "
                                    + e.getMessage(),
                            "Make room where the server keeps its data, or install the database's own program for"
                                    + " back-ups, and try again.")
                    .causedBy(e);
        }
    }

    private Address address(DatabaseProduct product, ServedProject project, Environment environment) {
        return product.within(
                project.project().root(),
                project.project().address(environment, targets.processEnvironment(), secrets));
    }
}
