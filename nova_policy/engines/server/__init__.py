"""An OPA server as an engine: it judges by the bundle that it holds, and that bundle maps its denials."""
