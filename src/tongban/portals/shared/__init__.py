"""What all pages share: layout, components, sign-in."""
