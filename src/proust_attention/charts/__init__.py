"""What every chart is drawn with, as SVG: axes, marks, texts, and one style in light and dark."""
