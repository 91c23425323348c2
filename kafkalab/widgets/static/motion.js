// What moves in a picture, beside marks that slide to their new place (live.css).
