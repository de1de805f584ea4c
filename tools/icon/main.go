// Command icon draws the program's icon, a kite with its two spars, as
// build/appicon.png: icon FILE.png.
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
)

// size is the edge of the picture in pixels; samples per edge of a pixel
// smooth the lines.
const (
	size    = 512
	samples = 4
)

type point struct{ x, y float64 }

// The kite stands in a box of 17 by 20 units, as the page draws its brand.
var (
	top    = point{8.5, 1}
	right  = point{15.5, 7.5}
	bottom = point{8.5, 19}
	left   = point{1.5, 7.5}
	middle = point{8.5, 7.5}
)

// facets are the four sails with their colours, from the top left clockwise.
var facets = []struct {
	corners [3]point
	paint   color.NRGBA
}{
	{[3]point{top, middle, left}, color.NRGBA{0x1d, 0x85, 0x91, 0xff}},
	{[3]point{top, right, middle}, color.NRGBA{0x0e, 0x6b, 0x76, 0xff}},
	{[3]point{right, bottom, middle}, color.NRGBA{0x0a, 0x55, 0x5f, 0xff}},
	{[3]point{left, middle, bottom}, color.NRGBA{0x14, 0x78, 0x84, 0xff}},
}

// spar is the colour and half the width, in units, of the two spars.
var spar = color.NRGBA{0xfb, 0xfa, 0xf6, 0xff}

const sparHalf = 0.22

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: icon FILE.png")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(file string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := png.Encode(out, draw()); err != nil {
		return err
	}
	return out.Close()
}

func draw() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			img.SetNRGBA(x, y, pixel(x, y))
		}
	}
	return img
}

// pixel averages the samples of one pixel, weighted by their cover.
func pixel(x, y int) color.NRGBA {
	var r, g, b, hits int
	for i := range samples * samples {
		c, ok := paintAt(unit(x, i%samples, -1.5), unit(y, i/samples, 0))
		if ok {
			r, g, b, hits = r+int(c.R), g+int(c.G), b+int(c.B), hits+1
		}
	}
	if hits == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(r / hits), uint8(g / hits), uint8(b / hits), uint8(255 * hits / (samples * samples))}
}

// unit turns a sample of a pixel into units of a 20 by 20 box moved by shift.
func unit(pixel, sample int, shift float64) float64 {
	return (float64(pixel)+(float64(sample)+0.5)/samples)*20/size + shift
}

func paintAt(x, y float64) (color.NRGBA, bool) {
	for _, f := range facets {
		if inside(point{x, y}, f.corners) {
			if abs(x-middle.x) < sparHalf || abs(y-middle.y) < sparHalf {
				return spar, true
			}
			return f.paint, true
		}
	}
	return color.NRGBA{}, false
}

// inside reports whether p lies in the triangle, by the signs of its three edges.
func inside(p point, t [3]point) bool {
	a, b, c := edge(t[0], t[1], p), edge(t[1], t[2], p), edge(t[2], t[0], p)
	return a >= 0 && b >= 0 && c >= 0 || a <= 0 && b <= 0 && c <= 0
}

func edge(a, b, p point) float64 { return (b.x-a.x)*(p.y-a.y) - (b.y-a.y)*(p.x-a.x) }

func abs(v float64) float64 { return max(v, -v) }
