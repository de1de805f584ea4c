package report

// Kite is the chart of four axes. All lengths are fractions of the outer ring's
// radius; x runs right, y runs down.
type Kite struct {
	// Axes stand in the order top, right, bottom, left; so do the vertices.
	Axes  []KiteAxis `json:"axes"`
	Rings []Tick     `json:"rings"`
	// DiagonalX and DiagonalY (±1) say in which quadrant the ring labels stand free.
	DiagonalX int `json:"diagonalX"`
	DiagonalY int `json:"diagonalY"`
	// Earlier are the vertices of an earlier occasion, drawn dashed; empty for none.
	Earlier []float64 `json:"earlier"`
	Caption string    `json:"caption"`
	Alt     string    `json:"alt"`
}

// KiteAxis is one axis with its vertex.
type KiteAxis struct {
	Code string `json:"code"`
	Name string `json:"name"`
	// Label stands under the name ("CE · percentile 97").
	Label string `json:"label"`
	// Style is the line style, see Bar.
	Style int `json:"style"`
	// DirX and DirY are the direction of the axis.
	DirX float64 `json:"dirX"`
	DirY float64 `json:"dirY"`
	// At is the vertex, Low and High are one standard error down and up.
	At   float64 `json:"at"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// LowClamped and HighClamped mark an end that lies outside the norm's table.
	LowClamped  bool `json:"lowClamped"`
	HighClamped bool `json:"highClamped"`
}

// Bars are scores on the percentile axis with their error bands.
type Bars struct {
	Rows []Bar `json:"rows"`
	// Ticks are those of the axis 0..100; Middle is the dotted line at one half.
	Ticks  []Tick `json:"ticks"`
	Middle Tick   `json:"middle"`
	// Heads of the numbers beside the bars.
	RawHead        string `json:"rawHead"`
	PercentileHead string `json:"percentileHead"`
	BandHead       string `json:"bandHead"`
	// Caption names norm group, n, version, "approximate" and what the blocks are.
	Caption string `json:"caption"`
	Alt     string `json:"alt"`
	// Notes say how to read it; Meaning is the table of the scales in plain words.
	Notes   []Point `json:"notes"`
	Meaning Table   `json:"meaning"`
	// Exact is the table behind the chart.
	Exact Table `json:"exact"`
}

// Bar is one score. Style is its line style everywhere: 0 solid, 1 dashed,
// 2 dotted, 3 dash-dot (modulo 4).
type Bar struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Plain string `json:"plain"`
	Style int    `json:"style"`
	// Raw is the sum of ranks, Converted the same in the norm's metric.
	Raw        string `json:"raw"`
	Converted  string `json:"converted"`
	Percentile string `json:"percentile"`
	// Sentence words the percentile in full.
	Sentence string `json:"sentence"`
	// Missing says why there is no bar; then nothing else but the name is set.
	Missing string  `json:"missing"`
	At      float64 `json:"at"`
	Band68  Span    `json:"band68"`
	Band95  Span    `json:"band95"`
}

// Span is an interval on the percentile axis, ends as fractions 0..1. A
// clamped end lies outside the norm's table; Text bears a sign there, and the
// caption of what holds one says what it means.
type Span struct {
	Low         float64 `json:"low"`
	High        float64 `json:"high"`
	LowClamped  bool    `json:"lowClamped"`
	HighClamped bool    `json:"highClamped"`
	Text        string  `json:"text"`
}

// Grid is the space of classes. Everything is in score units of the norm's
// metric, counted from the left and from the top of the frame, so one scale
// serves both directions; already turned to the side where it is drawn.
type Grid struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	// CutsX are the vertical lines, CutsY the horizontal ones, ascending.
	CutsX []Cut      `json:"cutsX"`
	CutsY []Cut      `json:"cutsY"`
	Cells []GridCell `json:"cells"`
	// X and Y are the point.
	X        float64   `json:"x"`
	Y        float64   `json:"y"`
	Ellipses []Ellipse `json:"ellipses"`
	// Names at the four sides of the frame.
	Top    string `json:"top"`
	Right  string `json:"right"`
	Bottom string `json:"bottom"`
	Left   string `json:"left"`
	// Caption names values, norm and "approximate".
	Caption string `json:"caption"`
	Alt     string `json:"alt"`
	// Regions is the table of classes of 5 % and more (the rest in its caption).
	Regions Table `json:"regions"`
	// Axes is the table of both axes: value, SEM, percentile.
	Axes Table `json:"axes"`
	// Notes: nearest border, smallest change, what the likely classes say.
	Notes []Point `json:"notes"`
}

// Cut is one border line at a place, with its label ("5.5").
type Cut struct {
	At    float64 `json:"at"`
	Label string  `json:"label"`
}

// GridCell is one class. Column and Row count from the left and the top.
type GridCell struct {
	Class  string  `json:"class"`
	Name   string  `json:"name"`
	Column int     `json:"column"`
	Row    int     `json:"row"`
	Left   float64 `json:"left"`
	Top    float64 `json:"top"`
	Right  float64 `json:"right"`
	Bottom float64 `json:"bottom"`
	// Chances is the whole number of chances in 100, "" under one half.
	Chances string `json:"chances"`
	// Strong is true from 5 chances in 100 on.
	Strong    bool `json:"strong"`
	Likeliest bool `json:"likeliest"`
}

// Ellipse is the joint error around the point: radii in score units,
// k·SEM with k = √(−2 ln(1−p)).
type Ellipse struct {
	Level   int     `json:"level"`
	Label   string  `json:"label"`
	RadiusX float64 `json:"radiusX"`
	RadiusY float64 `json:"radiusY"`
}

// Contexts are situations with a class each, and the map of classes.
type Contexts struct {
	Situations []Situation `json:"situations"`
	// Heads of the columns: situation, order, class.
	SituationHead string `json:"situationHead"`
	OrderHead     string `json:"orderHead"`
	ClassHead     string `json:"classHead"`
	// Map has Columns × Rows equal cells.
	Columns int       `json:"columns"`
	Rows    int       `json:"rows"`
	Map     []MapCell `json:"map"`
	// Names at the four sides of the map.
	Top    string `json:"top"`
	Right  string `json:"right"`
	Bottom string `json:"bottom"`
	Left   string `json:"left"`
	Alt    string `json:"alt"`
	// Backups are the classes used other than the result's own, most used first.
	BackupsTitle string   `json:"backupsTitle"`
	BackupsIntro string   `json:"backupsIntro"`
	Backups      []Backup `json:"backups"`
	// Unused are the classes without a situation.
	Unused Point `json:"unused"`
	// Leads says which scale came first how often.
	Leads Point `json:"leads"`
}

// Situation is one ranking in a named situation. Order runs from most to least.
type Situation struct {
	Number int      `json:"number"`
	Title  string   `json:"title"`
	Order  []string `json:"order"`
	Class  string   `json:"class"`
	Name   string   `json:"name"`
	// Missing says why there is no class.
	Missing string `json:"missing"`
}

// MapCell is one class in the map with the numbers of its situations.
type MapCell struct {
	Class   string `json:"class"`
	Name    string `json:"name"`
	Column  int    `json:"column"`
	Row     int    `json:"row"`
	Numbers []int  `json:"numbers"`
}

// Backup is one class used in situations ("situations 1, 4, 7").
type Backup struct {
	Class string `json:"class"`
	Name  string `json:"name"`
	Text  string `json:"text"`
	Count int    `json:"count"`
}

// Index is one number on its distribution. Fractions are of the axis 0..1.
type Index struct {
	Name string `json:"name"`
	Code string `json:"code"`
	// Value, Percentile and Range are worded; Level is "" when it must not be told.
	Value      string  `json:"value"`
	Percentile string  `json:"percentile"`
	Sentence   string  `json:"sentence"`
	Level      string  `json:"level"`
	Range      string  `json:"range"`
	At         float64 `json:"at"`
	// MarkLabel stands at the value's mark in the chart.
	MarkLabel string `json:"markLabel"`
	// Warnings stand beside the value whenever it is shown.
	Warnings []Point `json:"warnings"`
	// Bins are the bars; Peak is the largest share among both distributions.
	Bins []Bin   `json:"bins"`
	Peak float64 `json:"peak"`
	// Ticks mark the axis, Bounds the borders between levels; none where Level must
	// not be told.
	Ticks  []Tick `json:"ticks"`
	Bounds []Tick `json:"bounds"`
	// Levels are the names between the bounds, at the middle of each.
	Levels []Tick `json:"levels"`
	// Legends name the bars and the dashed steps.
	NormLegend   string `json:"normLegend"`
	ChanceLegend string `json:"chanceLegend"`
	Caption      string `json:"caption"`
	Alt          string `json:"alt"`
}

// Bin is one bar: its ends on the axis, the share of the norm group, and the
// share under random ranking.
type Bin struct {
	From   float64 `json:"from"`
	To     float64 `json:"to"`
	Norm   float64 `json:"norm"`
	Chance float64 `json:"chance"`
}

// Scores are scores on their own scale, without a norm.
type Scores struct {
	Rows []ScoreRow `json:"rows"`
	// Ticks are the two ends and the middle of the axis.
	Ticks []Tick `json:"ticks"`
	// Caption names the range; Alt says the chart in a sentence.
	Caption string `json:"caption"`
	Alt     string `json:"alt"`
	// TryTitle heads the activities of a row.
	TryTitle string `json:"tryTitle"`
}

// ScoreRow is one score.
type ScoreRow struct {
	Name  string `json:"name"`
	Plain string `json:"plain"`
	// Value is the score as a number in words, Level the class that it falls into, "" for none.
	Value string `json:"value"`
	Level string `json:"level"`
	// Meaning says in a sentence what the level means, "" if nothing is said.
	Meaning string `json:"meaning"`
	// Missing says why there is no score; then only the names are set.
	Missing string `json:"missing"`
	// At is the place between the ends, 0..1.
	At float64 `json:"at"`
	// Tries are activities that a talk about the score can use.
	Tries []string `json:"tries"`
}
