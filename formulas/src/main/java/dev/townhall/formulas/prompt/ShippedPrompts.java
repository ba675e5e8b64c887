package dev.townhall.formulas.prompt;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.prime.RolePrompts;
import dev.townhall.formulas.Resources;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The prompts that come with the town. Each worker's own text is followed by the rules that all
/// workers have in common; a witness works on nothing, so its session ends in its own way.
public final class ShippedPrompts implements RolePrompts {
    private final Map<AgentRole, String> texts = new EnumMap<>(AgentRole.class);

    public ShippedPrompts() {
        String ends = Resources.text("prompts/workers.md");
        String common = Resources.text("prompts/common.md");
        for (AgentRole role : AgentRole.values()) {
            switch (role) {
                case MAYOR -> texts.put(role, own(role));
                case WITNESS, CREW -> texts.put(role, own(role) + "\n" + common);
                case POLECAT, REFINERY, DOG ->
                        texts.put(role, own(role) + "\n" + ends + "\n" + common);
                case DEACON -> {
                    // The deacon's rounds are the town's code.
                }
            }
        }
    }

    @Override
    public Optional<String> of(AgentRole role) {
        return Optional.ofNullable(texts.get(role));
    }

    private static String own(AgentRole role) {
        return Resources.text("prompts/" + role.word() + ".md");
    }
}
