"""The look: base template, components, style sheets, French numbers and dates. Knows nothing of programmes."""
