package io.slipway.cli;

import java.io.File;
import java.io.IOException;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What the launcher runs once, in the background, for the Java virtual machine to learn which classes a start needs.
 * The classes are then read from an archive, already parsed and verified.
 */
final class Warmup {
    public static void main(String[] args) throws IOException {
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (new File(jar).getName().startsWith("slipway-")) {
                loadAll(jar);
            }
        }
        CliMain.main(new String[] {"--help"});
    }

    private static void loadAll(String jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            file.stream().map(JarEntry::getName).filter(Warmup::isClass).forEach(Warmup::load);
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.endsWith("-info.class");
    }

    private static void load(String name) {
        try {
            Class.forName(
                    name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                    false,
                    Warmup.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // The archive is an optimisation: what can't be loaded is not in it.
            return;
        }
    }

    private Warmup() {}
}
