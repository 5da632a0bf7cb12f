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
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Back-ups of targets before something is taken away there. Without one, nothing is. */
public final class Backups {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private final Targets targets;
    private final Secrets secrets;
    private final Path folder;

    public Backups(Targets targets, Secrets secrets, Path folder) {
        this.targets = targets;
        this.secrets = secrets;
        this.folder = folder;
    }

    /**
     * One back-up.
     *
     * @param file below the folder of all back-ups, with slashes: {@code payments/0f3a…/qa.dump}
     * @param size in bytes
     * @param digest SHA-256 of the file, lower-case hex
     */
    public record Backup(String environment, String file, long size, String digest) {}

    /** Where the back-up of an environment is written while it is not whole yet. */
    public Path unfinished(String team, String plan, String environment) {
        return folder.resolve(team).resolve(plan.substring(0, 16)).resolve(environment + ".part");
    }

    /**
     * Makes one, and is sure that it lies on disk: it has its name only when it is whole. What could not be finished is
     * taken away again.
     *
     * @throws SlipwayException {@code backup-failed}
     */
    public Backup make(ServedProject project, Environment environment, String team, String plan) {
        Path part = unfinished(team, plan, environment.name());
        Path file = part.resolveSibling(environment.name() + ".dump");
        DatabaseProduct product = targets.product(project.project());
        try {
            Files.createDirectories(part.resolveSibling(""));
            try (FileChannel disk = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                requireAlone(disk);
                try {
                    return written(disk, product, address(product, project, environment), environment, part, file);
                } catch (IOException e) {
                    remove(part);
                    throw e;
                }
            }
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.BACKUP_FAILED,
                            "The back-up of '" + environment.name() + "' failed, and nothing was taken away: "
                                    + e.getMessage(),
                            "See what it says: it may want room where the server keeps its data, the database's own"
                                    + " program for back-ups on the server, or the right to read all that is there for"
                                    + " the user that deploys. Then try again.")
                    .causedBy(e);
        }
    }

    /** The lock ends with the channel, and at the latest with the process. */
    private static void requireAlone(FileChannel disk) throws IOException {
        try {
            if (disk.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("somebody else makes it at this moment", e);
        }
        throw new IOException("somebody else makes it at this moment");
    }

    private Backup written(
            FileChannel disk, DatabaseProduct product, Address address, Environment environment, Path part, Path file)
            throws IOException {
        if (disk.size() > 0) {
            // what a process left that was killed
            disk.truncate(0);
        }
        MessageDigest sha = Sha256.start();
        product.dump(address, new DigestOutputStream(Channels.newOutputStream(disk), sha));
        disk.force(true);
        long size = disk.size();
        if (size == 0) {
            throw new IOException("the back-up is empty");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return new Backup(
                environment.name(),
                folder.relativize(file).toString().replace('\\', '/'),
                size,
                HexFormat.of().formatHex(sha.digest()));
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.warn("an unfinished back-up could not be taken away: {}", e.toString());
        }
    }

    private Address address(DatabaseProduct product, ServedProject project, Environment environment) {
        return product.within(
                project.project().root(),
                project.project().address(environment, targets.processEnvironment(), secrets));
    }
}
