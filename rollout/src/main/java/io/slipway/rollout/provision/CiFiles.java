package io.slipway.rollout.provision;

import io.slipway.release.project.SecretReference;
import io.slipway.rollout.provision.Provision.CiHost;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The jobs that package what is new and take it down the pipeline, for each host of jobs. */
final class CiFiles {
    private final String team;
    private final Provision provision;
    private final String branch;

    private CiFiles(String team, Provision provision, String branch) {
        this.team = team;
        this.provision = provision;
        this.branch = branch;
    }

    /** Path → text. */
    static Map<String, String> of(String team, Provision provision) {
        Map<String, String> files = new LinkedHashMap<>();
        provision.repository().ifPresent(wish -> {
            CiFiles all = new CiFiles(team, provision, wish.branch());
            wish.ci().forEach(host -> files.put(path(host), all.text(host)));
        });
        return files;
    }

    /** Where jobs would lie of the systems that the definition does not name. */
    static List<String> former(List<CiHost> named) {
        return Arrays.stream(CiHost.values())
                .filter(host -> !named.contains(host))
                .map(CiFiles::path)
                .toList();
    }

    static String path(CiHost host) {
        return switch (host) {
            case GITHUB_ACTIONS -> ".github/workflows/database.yml";
            case GITLAB_CI -> ".gitlab-ci.yml";
            case JENKINS -> "Jenkinsfile";
            case AZURE_PIPELINES -> "azure-pipelines.yml";
        };
    }

    private String text(CiHost host) {
        return switch (host) {
            case GITHUB_ACTIONS -> ManagedText.of("#", team, github());
            case GITLAB_CI -> ManagedText.of("#", team, gitlab());
            case JENKINS -> ManagedText.of("//", team, jenkins());
            case AZURE_PIPELINES -> ManagedText.of("#", team, azure());
        };
    }

    private String packaging() {
        return "slipway package" + server();
    }

    private String deploy(DatabaseWish wish) {
        return "slipway deploy latest --to " + wish.environment() + server();
    }

    private String server() {
        return provision.console().map(console -> " --server " + console.url()).orElse("");
    }

    /** Variables that the jobs must be given: from the host's own secrets. */
    private List<String> variables() {
        Set<String> names = new LinkedHashSet<>();
        if (provision.console().isPresent()) {
            names.add("SLIPWAY_TOKEN");
        } else {
            provision.environments().forEach(wish -> variable(wish.deployPassword(), names));
        }
        variable(provision.signingKey(), names);
        return new ArrayList<>(names);
    }

    private static void variable(SecretReference reference, Set<String> names) {
        if (reference.source() == SecretReference.Source.ENV) {
            names.add(reference.argument());
        }
    }

    private String github() {
        StringBuilder text = new StringBuilder("""
                name: database
                on:
                  push:
                    branches: [%s]
                    paths: ["sql/**", "slipway.yaml"]
                concurrency: database
                jobs:
                  package:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { fetch-depth: 0 }
                      - uses: actions/cache@v4
                        with: { path: artifacts, key: "artifacts-${{ github.run_id }}", restore-keys: artifacts- }
                      - run: %s
                """.formatted(branch, packaging()));
        if (!variables().isEmpty()) {
            text.append("        env:\n");
            variables().forEach(name -> text.append(githubVariable(name)));
        }
        text.append("""
                      - uses: actions/upload-artifact@v4
                        with: { name: artifacts, path: artifacts }
                """);
        String before = "package";
        for (DatabaseWish wish : provision.environments()) {
            text.append("""
                      deploy-%1$s:
                        needs: %2$s
                        environment: %1$s
                        runs-on: ubuntu-latest
                        steps:
                          - uses: actions/checkout@v4
                            with: { fetch-depth: 0 }
                          - uses: actions/download-artifact@v4
                            with: { name: artifacts, path: artifacts }
                          - run: %3$s
                    """.formatted(wish.environment(), before, deploy(wish)));
            if (!variables().isEmpty()) {
                text.append("        env:\n");
                variables().forEach(name -> text.append(githubVariable(name)));
            }
            before = "deploy-" + wish.environment();
        }
        return text.toString();
    }

    private static String githubVariable(String name) {
        return "          " + name + ": ${{ secrets." + name + " }}\n";
    }

    private String gitlab() {
        StringBuilder text = new StringBuilder("stages: [package");
        provision.environments().forEach(wish -> text.append(", ").append(wish.environment()));
        text.append("]\n").append("""
                variables: { GIT_DEPTH: "0" }
                cache: { key: artifacts, paths: [artifacts/] }
                workflow:
                  rules:
                    - if: $CI_COMMIT_BRANCH == "%s"
                package:
                  stage: package
                  script: ["%s"]
                  artifacts: { paths: [artifacts/] }
                """.formatted(branch, packaging()));
        boolean first = true;
        for (DatabaseWish wish : provision.environments()) {
            text.append("""
                    deploy-%1$s:
                      stage: %1$s
                      environment: %1$s
                      resource_group: %1$s
                      script: ["%2$s"]
                    """.formatted(wish.environment(), deploy(wish)));
            if (!first) {
                text.append("  when: manual\n  allow_failure: false\n");
            }
            first = false;
        }
        return text.toString();
    }

    private String jenkins() {
        StringBuilder text =
                new StringBuilder("pipeline {\n    agent any\n    options { disableConcurrentBuilds() }\n");
        if (!variables().isEmpty()) {
            text.append("    environment {\n");
            variables()
                    .forEach(name -> text.append("        ")
                            .append(name)
                            .append(" = credentials('")
                            .append(team + "-"
                                    + name.toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                            .append("')\n"));
            text.append("    }\n");
        }
        text.append("    stages {\n        stage('package') { steps { sh '" + packaging() + "' } }\n");
        boolean first = true;
        for (DatabaseWish wish : provision.environments()) {
            text.append("        stage('").append(wish.environment()).append("') {\n");
            if (!first) {
                text.append("            input { message 'Deploy to ")
                        .append(wish.environment())
                        .append("?' }\n");
            }
            text.append("            steps { sh '").append(deploy(wish)).append("' }\n        }\n");
            first = false;
        }
        return text.append(
                        "    }\n    post { always { archiveArtifacts artifacts: 'artifacts/**', allowEmptyArchive: true } }\n}\n")
                .toString();
    }

    private String azure() {
        StringBuilder text = new StringBuilder("""
                trigger:
                  branches: { include: [%s] }
                  paths: { include: [sql, slipway.yaml] }
                pool: { vmImage: ubuntu-latest }
                stages:
                  - stage: package
                    jobs:
                      - job: package
                        steps:
                          - checkout: self
                            fetchDepth: 0
                          - task: Cache@2
                            inputs: { key: '"artifacts" | "$(Build.BuildId)"', restoreKeys: '"artifacts"', path: artifacts }
                          - script: %s
                """.formatted(branch, packaging()));
        azureVariables(text, "            ");
        text.append("          - { publish: artifacts, artifact: artifacts }\n");
        for (DatabaseWish wish : provision.environments()) {
            text.append("""
                      - stage: %1$s
                        jobs:
                          - deployment: %1$s
                            environment: %1$s
                            strategy:
                              runOnce:
                                deploy:
                                  steps:
                                    - checkout: self
                                      fetchDepth: 0
                                    - download: current
                                      artifact: artifacts
                                    - script: cp -r "$(Pipeline.Workspace)/artifacts" . && %2$s
                    """.formatted(wish.environment().replace('-', '_'), deploy(wish)));
            azureVariables(text, "                  ");
        }
        return text.toString();
    }

    private void azureVariables(StringBuilder text, String indent) {
        if (!variables().isEmpty()) {
            text.append(indent).append("env:\n");
            variables()
                    .forEach(name -> text.append(indent)
                            .append("  ")
                            .append(name)
                            .append(": $(")
                            .append(name)
                            .append(")\n"));
        }
    }
}
